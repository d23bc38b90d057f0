import { groups, type Group } from '../api/articles';
import { settings, type Settings } from '../api/settings';
import { Loader } from '../frame/loader.svelte';
import { names } from './names.svelte';
import type { Known } from './edit/sentence';

/** Everything that sentences and forms about promotions need to name things. */
export class Surroundings {
  groups = new Loader<Group[]>();
  settings = new Loader<Settings>();

  load(): void {
    void this.groups.load(groups);
    void this.settings.load(settings);
  }

  get known(): Known {
    const named = (list: readonly { id: string; name: string }[] | undefined, id: string) => list?.find((one) => one.id === id)?.name ?? id;
    return {
      article: (id) => names.of(id),
      group: (id) => named(this.groups.data, id),
      customerGroup: (id) => named(this.settings.data?.customer_groups, id),
      tier: (id) => named(this.settings.data?.tiers, id),
    };
  }
}
