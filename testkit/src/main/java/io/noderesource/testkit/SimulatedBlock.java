package io.noderesource.testkit;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.kinds.WipeDevice;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The block layer of a simulated node. */
final class SimulatedBlock implements Backend {

    private final SimulatedNode node;

    SimulatedBlock(SimulatedNode node) {
        this.node = node;
    }

    @Override
    public String id() {
        return "simulated-block";
    }

    @Override
    public Set<SectionType<?>> sections() {
        return Set.of(BlockDevices.SECTION);
    }

    @Override
    public Set<StepType<?>> steps() {
        return Set.of(WipeDevice.TYPE);
    }

    @Override
    public List<Section<?>> observe(Observation request) {
        if (!request.scope().needs(BlockDevices.SECTION)) {
            return List.of();
        }
        synchronized (node.guard()) {
            node.looked();
            return List.of(node.sight().section(BlockDevices.SECTION, BlockView.of(node.machine(), request.scope())));
        }
    }

    @Override
    public Optional<Stamp> stamp(Inventory last) {
        synchronized (node.guard()) {
            return node.sight().stamp(BlockDevices.SECTION, BlockView.of(node.machine(), Scope.NODE));
        }
    }

    @Override
    public void perform(Step step, StepContext context) {
        if (!(step instanceof WipeDevice wipe)) {
            throw unknown(step);
        }
        node.work()
                .run(
                        WipeDevice.TYPE,
                        () -> List.of(meant(node, wipe.device(), context)),
                        () -> node.log().wipe(WipeDevice.TYPE.id(), meant(node, wipe.device(), context)));
    }

    static NodeResourceException unknown(Step step) {
        return new NodeResourceException(
                StandardErrorCode.NO_BACKEND,
                "cannot " + step.summary() + ": the simulated node does not perform such steps; "
                        + StandardErrorCode.NO_BACKEND.remedy());
    }

    /** The device at the number that the target had when its preconditions were checked, whichever it is now. */
    static Device meant(SimulatedNode node, DeviceTarget target, StepContext context) {
        List<BlockDevice> seen = context.now()
                .seen(BlockDevices.SECTION)
                .map(b -> b.known(target.identity()))
                .orElse(List.of());
        Device device = seen.size() == 1 ? node.machine().numbered(seen.get(0).number()) : null;
        if (device == null) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_ABSENT, "cannot write to " + target + ": it is not there; plan again");
        }
        return device;
    }

    @Override
    public void close() {}
}
