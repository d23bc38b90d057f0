import type { de } from './de';

export const en: Record<keyof typeof de, string> = {
  'kit.close': 'Close',
  'kit.cancel': 'Cancel',
  'kit.undo': 'Undo',
  'kit.back': 'Back',
  'kit.delete_digit': 'Delete last digit',
  'kit.clear': 'Clear all',
  'kit.comma': 'Decimal point',
  'kit.loading': 'One moment …',
  'kit.retry': 'Try again',
  'kit.notices': 'Notices',
  'kit.digits': 'Number pad',
  'fail.offline.title': 'The server cannot be reached.',
  'fail.offline.safe': 'Nothing on this device has been lost.',
  'fail.offline.do': 'Check network and server, then try again.',
  'fail.unknown.title': 'That did not work.',
  'fail.unknown.safe': 'What was saved is still saved.',
  'fail.unknown.do': 'Try again. If it stays like this, call your support.',
};
