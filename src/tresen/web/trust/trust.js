/* Asks whether this device trusts the shop: a picture that loads over HTTPS only then. Goes on by itself if the visitor
   came for something else or with a pairing code and the device trusts already. */
const state = document.getElementById('state');
if (state) {
  const said = document.getElementById('said');
  const hint = document.getElementById('do');
  const next = document.getElementById('next');
  const code = /^#pair=([\w-]+)$/.exec(location.hash)?.[1] ?? '';
  const words = state.dataset;
  let first = true;
  let known = null;
  let timer = 0;

  next.href = words.next + (code ? `#pair=${code}` : '');
  if (code) {
    const shown = document.getElementById('code');
    shown.hidden = false;
    shown.querySelector('strong').textContent = `${code.slice(0, 4)} ${code.slice(4)}`;
    document.getElementById('other').href += location.hash;
  }
  said.textContent = words.asking;

  function tell(trusts) {
    if (trusts !== known) {
      known = trusts;
      state.className = `state ${trusts ? 'good' : 'wait'}`;
      said.textContent = trusts ? words.trusts : words.notYet;
      hint.textContent = trusts ? words.trustsDo : words.notYetDo;
      next.textContent = !trusts ? words.tryIt : code ? words.pair : words.goOn;
    }
    if (trusts && first && (words.wanted || code)) location.replace(next.href);
    if (trusts && !first) next.focus();
    first = false;
    clearTimeout(timer);
    if (!trusts) timer = setTimeout(ask, 3000);
  }

  function ask() {
    if (known || document.hidden) return;
    const seal = new Image();
    seal.onload = () => tell(true);
    seal.onerror = () => tell(false);
    seal.src = `${words.seal}?${Date.now()}`;
  }

  document.addEventListener('visibilitychange', ask);
  window.addEventListener('pageshow', ask);
  ask();

  // An iPad says that it is a Mac, but a Mac has no touch screen.
  if (navigator.maxTouchPoints > 1 && /Macintosh/.test(navigator.userAgent)) {
    const ios = document.getElementById('ios');
    ios.open = true;
    ios.parentNode.insertBefore(ios, document.querySelector('details'));
  }
}
