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
  let current = null;
  let renewing = null;

  const receive = (from, name, value) => {
    const key = `${from}/${name}`;
    (waiting.get(key) || []).forEach((resolve) => resolve(value));
    waiting.delete(key);
  };
  const load = (from, name, address) =>
    new Promise((resolve, reject) => {
      const key = `${from}/${name}`;
      waiting.set(key, (waiting.get(key) || []).concat(resolve));
      attach(base + address, (loaded) => {
        if (waiting.has(key)) reject(new Replaced(loaded ? `no data in ${address}` : `cannot load ${address}`));
      });
    });
  const find = async (query) => {
    const found = await load("", RELEASE, `release.js${query}`);
    return Object.assign({ file: filesOf(found.release, load) }, found);
  };
  const compare = async () => {
    const before = current ? await current.catch(() => null) : null;
    const found = await find(`?${Date.now()}`);
    if (before && before.release === found.release) return false;
    current = Promise.resolve(found);
    return true;
  };

  return {
    receive,
    /** What is published now, with a function ``file(name)`` that gives a file of this very release. */
    release() {
      if (!current) {
        const found = find("");
        current = found;
        found.catch(() => {
          if (current === found) current = null;
        });
      }
      return current;
    },
    /** Look for a newer release; whether there is one. */
    renew() {
      if (!renewing) {
        const done = () => (renewing = null);
        renewing = compare();
        renewing.then(done, done);
      }
      return renewing;
    },
  };
}

/** A function that gives the files of a release by name, each loaded once. */
function filesOf(release, load) {
  const files = new Map();
  return (name) => {
    if (!files.has(name)) {
      const found = load(release, name, `${release}/${name}.js`);
      found.catch(() => files.delete(name));
      files.set(name, found);
    }
    return files.get(name);
  };
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
