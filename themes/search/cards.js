/** What documents are called and where they are. */

/** A function that gives the card of a document: {id, title, url}; ``size`` cards stand in a file. */
export function createCards(release, size) {
  return async (document) => {
    const cards = await release.file("cards/" + Math.floor(document / size));
    const card = cards[document % size];
    return {id: card[0], title: card[1], url: card.length > 2 ? card[2] : card[0] + "/"};
  };
}
