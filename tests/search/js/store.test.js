import assert from "node:assert/strict";
import {test} from "node:test";
import {Replaced, createStore} from "../../../themes/search/store.js";

// A site whose files are {address: [release, name, value]}; what is asked for arrives when ``deliver`` is called.
function openSite(files) {
  const asked = [];
  const site = {files: files, asked: asked, pending: []};
  site.store = createStore("search/", (address, done) => {
    asked.push(address);
    site.pending.push(() => {
      const file = site.files[address.split("?")[0]];
      if (file) site.store.receive.apply(null, file);
      done(Boolean(file));
    });
  });
  site.deliver = async () => {
    while (site.pending.length) {
      site.pending.shift()();
      await new Promise(setImmediate);
    }
  };
  site.get = async (promise) => {
    const settled = promise.then((value) => ({value: value}), (error) => ({error: error}));
    await new Promise(setImmediate);
    await site.deliver();
    const {value, error} = await settled;
    if (error) throw error;
    return value;
  };
  return site;
}

function releaseOf(name, value) {
  return {
    "search/release.js": ["", "release", {release: name, documents: 1}],
    [`search/${name}/start.js`]: [name, "start", value],
    [`search/${name}/pairs/0.js`]: [name, "pairs/0", value + " pairs"],
  };
}

test("a release is looked for once, and each of its files is loaded once", async () => {
  const site = openSite(releaseOf("a", "first"));
  const release = await site.get(site.store.release());
  assert.equal(release.release, "a");
  assert.equal(release.documents, 1);
  assert.deepEqual(await site.get(Promise.all([release.file("start"), release.file("start")])), ["first", "first"]);
  assert.equal(await site.get(release.file("pairs/0")), "first pairs");
  assert.equal(await site.get(site.store.release()), release);
  assert.deepEqual(site.asked, ["search/release.js", "search/a/start.js", "search/a/pairs/0.js"]);
});

test("what could not be loaded is asked for anew", async () => {
  const files = releaseOf("a", "first");
  const site = openSite({});
  await assert.rejects(site.get(site.store.release()), Replaced);
  site.files = {"search/release.js": files["search/release.js"]};
  const release = await site.get(site.store.release());
  await assert.rejects(site.get(release.file("start")), Replaced);
  site.files = files;
  assert.equal(await site.get(release.file("start")), "first");
});

test("a script that hands over nothing, or what belongs elsewhere, is as good as none", async () => {
  const site = openSite(releaseOf("a", "first"));
  const release = await site.get(site.store.release());
  for (const wrong of [["a", "other", 1], ["b", "start", 1], ["", "start", 1]]) {
    site.files = {"search/a/start.js": wrong};
    await assert.rejects(site.get(release.file("start")), Replaced);
  }
});

test("there is a newer release, or there is none", async () => {
  const site = openSite(releaseOf("a", "first"));
  const release = await site.get(site.store.release());
  assert.equal(await site.get(site.store.renew()), false);
  assert.equal(await site.get(site.store.release()), release);
  site.files = releaseOf("b", "second");
  assert.equal(await site.get(site.store.renew()), true);
  const newer = await site.get(site.store.release());
  assert.equal(await site.get(newer.file("start")), "second");
  assert.match(site.asked[1], /^search\/release\.js\?\d+$/);
});

test("a release that was opened never gives files of another one", async () => {
  const site = openSite(releaseOf("a", "first"));
  const release = await site.get(site.store.release());
  assert.equal(await site.get(release.file("start")), "first");
  site.files = releaseOf("b", "second");
  await site.get(site.store.renew());
  assert.equal(await site.get(release.file("start")), "first");
  await assert.rejects(site.get(release.file("pairs/0")), Replaced);
});

test("several may ask at once", async () => {
  const site = openSite(releaseOf("a", "first"));
  const [one, other] = await site.get(Promise.all([site.store.release(), site.store.release()]));
  assert.equal(one, other);
  site.files = releaseOf("b", "second");
  assert.deepEqual(await site.get(Promise.all([site.store.renew(), site.store.renew(), site.store.renew()])), [true, true, true]);
  assert.equal(site.asked.length, 2);
  await site.get(site.store.renew());
  assert.equal(site.asked.length, 3);
});

test("where nothing could be loaded, whatever comes is newer", async () => {
  const site = openSite({});
  await assert.rejects(site.get(site.store.release()), Replaced);
  await assert.rejects(site.get(site.store.renew()), Replaced);
  site.files = releaseOf("a", "first");
  assert.equal(await site.get(site.store.renew()), true);
  assert.equal((await site.get(site.store.release())).release, "a");
  assert.equal(site.asked.length, 3);
});
