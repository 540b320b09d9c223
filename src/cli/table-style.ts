// Layer 6: how tables look: without colours, with a rule under the head only.

/** The style of tables; cli-table3 would colour them even where no terminal is. */
export const tableStyle = { head: [], border: [], compact: true };
