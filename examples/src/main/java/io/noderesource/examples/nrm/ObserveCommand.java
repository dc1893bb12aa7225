package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.inventory.Inventory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "observe",
        mixinStandardHelpOptions = true,
        description = "Shows the node's disks and volume groups; changes nothing.")
final class ObserveCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(names = "--json", description = "Print the inventory as JSON, which a test can replay.")
    private boolean json;

    ObserveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (NodeResources resources = node.open(session.nodes())) {
            Inventory inventory = resources.observe();
            session.out().print(json ? inventory.toJson() : InventoryText.render(inventory));
        }
        return ExitStatus.DONE;
    }
}
