/** Made by the package; its units look for the configuration there. */
export const INSTALLED_FOLDER = '/etc/tongban';
export const INSTALLED_CONFIG = `${INSTALLED_FOLDER}/terminal.json`;
/** Whose group reads it: core runs as this user. */
export const CORE_GROUP = 'tongban';
/** Where an installed core keeps submissions, and where its screens find it. */
export const INSTALLED_PLACES = {
  dataFolder: '/var/lib/tongban',
  socketPath: '/run/tongban/core.sock',
} as const;
