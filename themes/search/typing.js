// Asks while somebody types: after a short rest, and only the last answer counts.

export function makeAsker(ask, show, fail, wait, timers) {
  let ticket = 0;
  let timer = null;

  function now(text) {
    cancel();
    const mine = ticket;
    return Promise.resolve()
      .then(() => ask(text))
      .then(
        (answer) => (mine === ticket ? show(text, answer) : undefined),
        (error) => (mine === ticket ? fail(text, error) : undefined)
      );
  }

  function later(text) {
    cancel();
    timer = timers.set(() => now(text), wait);
  }

  function cancel() {
    ticket += 1;
    if (timer !== null) timers.clear(timer);
    timer = null;
  }

  return {now: now, later: later, cancel: cancel};
}

export const REAL_TIMERS = {
  set: (run, wait) => setTimeout(run, wait),
  clear: (timer) => clearTimeout(timer),
};
