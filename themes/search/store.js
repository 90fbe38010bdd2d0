/**
 * Loads the index: scripts that hand over their data by calling xinglinData(release, name, value).
 *
 * Scripts load from a disk (file://) as well as from a server. Every file of a release lies in a folder of its own, so
 * that answers never mix two: when a file is gone, there is a new release, and all is read anew.
 */

const RELEASE = "release";

/** Said when the index has been replaced while it was read. */
export class Replaced extends Error {}

/** Files of the index under ``base``. ``attach`` loads a script and calls back with whether that worked. */
export function createStore(base, attach) {
  const waiting = new Map();
  let files = new Map();
  let release = null;

  const receive = (from, name, value) => {
    const key = `${from}/${name}`;
    if (waiting.has(key)) waiting.get(key).resolve(value);
  };
  const load = (from, name, address) =>
    new Promise((resolve, reject) => {
      const own = { resolve };
      waiting.set(`${from}/${name}`, own);
      attach(base + address, (loaded) => {
        // By now the same file may be waited for anew.
        if (waiting.get(`${from}/${name}`) === own) waiting.delete(`${from}/${name}`);
        reject(new Replaced(loaded ? `no data in ${address}` : `cannot load ${address}`));
      });
    });
  const current = (fresh) => load("", RELEASE, `release.js${fresh ? `?${Date.now()}` : ""}`);

  const store = {
    receive,
    /** What is published now. */
    async release() {
      if (!release) release = current(false);
      return release.catch((error) => {
        release = null;
        throw error;
      });
    },
    /** A file of the release, loaded once. */
    async file(name) {
      const { release: name_ } = await store.release();
      if (!files.has(name)) {
        const found = load(name_, name, `${name_}/${name}.js`);
        found.catch(() => files.delete(name));
        files.set(name, found);
      }
      return files.get(name);
    },
    /** Look for a newer release; whether there is one. */
    async renew() {
      const before = release ? await release.catch(() => null) : null;
      const found = await current(true);
      if (before && before.release === found.release) return false;
      files = new Map();
      release = Promise.resolve(found);
      return true;
    },
  };
  return store;
}

/** Loads a script into the page. */
export function attachScript(address, done) {
  const script = document.createElement("script");
  script.src = address;
  script.async = true;
  script.onload = () => finish(true);
  script.onerror = () => finish(false);
  const finish = (loaded) => {
    script.remove();
    done(loaded);
  };
  document.head.appendChild(script);
}
