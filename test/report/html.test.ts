import { describe, expect, it } from "vitest";
import { escapeHtml, html, Html } from "../../src/report/html.ts";

describe("html", () => {
  it("escapes text, in elements and in attributes", () => {
    const text = `</script><b title="x">'&'`;
    expect(html`<p title="${text}">${text}</p>`.markup).toBe(
      '<p title="&lt;/script&gt;&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;">' +
        "&lt;/script&gt;&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;</p>",
    );
  });

  it("takes HTML as it is, joins lists, writes numbers and leaves out what is undefined", () => {
    const item = html`<i>${"<"}</i>`;
    expect(html`${[item, item]}${undefined}${[1, [-2]]}`.markup).toBe("<i>&lt;</i><i>&lt;</i>1-2");
    expect(String(new Html("<hr>"))).toBe("<hr>");
  });
});

describe("escapeHtml", () => {
  it("escapes an ampersand once", () => {
    expect(escapeHtml("a &amp; b")).toBe("a &amp;amp; b");
  });
});
