package io.noderesource.testkit;

import io.noderesource.inventory.BlockDevice;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Another node's ways, to change one of them; closing it leaves that node open. */
class ForwardingNode implements Node {

    private final Node node;
    private final List<Backend> backends;

    ForwardingNode(Node node) {
        this(node, node.backends());
    }

    ForwardingNode(Node node, List<Backend> backends) {
        this.node = node;
        this.backends = List.copyOf(backends);
    }

    @Override
    public Clock clock() {
        return node.clock();
    }

    @Override
    public List<Backend> backends() {
        return backends;
    }

    @Override
    public Lock lock(Duration limit) {
        return node.lock(limit);
    }

    @Override
    public Lock claim(BlockDevice device) {
        return node.claim(device);
    }

    @Override
    public void close() {}
}
