import { describe, expect, it } from "vitest";
import { tidySvg } from "../../src/report/svg.ts";

const HEAD =
  '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" ' +
  'class="marks" width="10" height="5" viewBox="0 0 10 5">';

function tidyBody(body: string): string {
  const tidy = tidySvg(`${HEAD}${body}</svg>`, { id: "one", description: "a" });
  return tidy.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "");
}

describe("tidySvg", () => {
  it("describes the whole picture, escaped", () => {
    expect(tidySvg(`${HEAD}</svg>`, { id: "one", description: `<"&">` })).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="&lt;&quot;&amp;&quot;&gt;" ' +
        'width="10" height="5" viewBox="0 0 10 5"></svg>',
    );
  });

  it("turns the description of a mark into its tooltip", () => {
    const mark =
      '<path aria-label="a &lt;b&gt;&#xA;c" role="graphics-symbol" d="M0,0h1" fill="red"/>';
    expect(tidyBody(`<g role="graphics-object">${mark}</g>`)).toBe(
      '<g><path d="M0,0h1" fill="red"><title>a &lt;b&gt;&#xA;c</title></path></g>',
    );
  });

  it("drops outlines that draw nothing and keeps those that do", () => {
    const frame = '<path class="background" d="M0.5,0.5h9v4h-9Z" stroke="#ddd"/>';
    const empty =
      '<path class="background" d="M0,0h0v0h0Z"/><path class="foreground" d="" display="none"/>';
    expect(tidyBody(empty + frame)).toBe(frame);
  });

  it("gives ids that do not depend on earlier pictures", () => {
    const body = (first: string, second: string) =>
      `<g clip-path="url(#${second})"/><g clip-path="url(#${first})"/>` +
      `<defs><clipPath id="${first}"/><clipPath id="${second}"/></defs>`;
    expect(tidyBody(body("clip8", "clip12"))).toBe(body("one-clip2", "one-clip1"));
  });
});
