package dcm;

/** The URL of one node; it remains the same after a restart. */
record NodeUrl(NodeProcess node, TestHttpClient web) {
  static NodeUrl of(NodeProcess node) {
    return new NodeUrl(node, new TestHttpClient(node.dashboard()));
  }
}
