package dcm;

/** Where people ask at one node; it stays the same when the node is started again. */
record Entrance(NodeProcess node, Web web) {
  static Entrance of(NodeProcess node) {
    return new Entrance(node, new Web(node.dashboard()));
  }
}
