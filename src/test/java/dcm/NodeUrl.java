package dcm;

/** Where people ask at one node; it stays the same when the node is started again. */
record NodeUrl(NodeProcess node, TestHttpClient web) {
  static NodeUrl of(NodeProcess node) {
    return new NodeUrl(node, new TestHttpClient(node.dashboard()));
  }
}
