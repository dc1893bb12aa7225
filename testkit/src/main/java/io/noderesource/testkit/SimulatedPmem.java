package io.noderesource.testkit;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.EnableNamespace;
import io.noderesource.kinds.InitializeLabels;
import io.noderesource.kinds.MarkNamespace;
import io.noderesource.kinds.RegionTarget;
import io.noderesource.kinds.ShowNamespace;
import io.noderesource.kinds.TakeMemoryBack;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.Stamp;
import io.noderesource.spi.StepContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The persistent memory of a simulated node. */
final class SimulatedPmem implements Backend {

    private static final String STUCK = "a call into libndctl hangs, and others wait for their turn";

    private final SimulatedNode node;

    SimulatedPmem(SimulatedNode node) {
        this.node = node;
    }

    @Override
    public String id() {
        return "simulated-pmem";
    }

    @Override
    public Set<SectionType<?>> sections() {
        return Set.of(Pmem.SECTION);
    }

    @Override
    public Set<StepType<?>> steps() {
        return Set.of(
                InitializeLabels.TYPE,
                CreateNamespace.TYPE,
                EnableNamespace.TYPE,
                MarkNamespace.TYPE,
                ShowNamespace.TYPE,
                AddMemory.TYPE,
                TakeMemoryBack.TYPE);
    }

    @Override
    public List<Section<?>> observe(Observation request) {
        if (!request.scope().needs(Pmem.SECTION)) {
            return List.of();
        }
        synchronized (node.guard()) {
            node.looked();
            return List.of(
                    node.work().isPmemStuck()
                            ? Section.unavailable(Pmem.SECTION, STUCK)
                            : node.sight().section(Pmem.SECTION, PmemView.of(node.machine())));
        }
    }

    @Override
    public Optional<Stamp> stamp(Inventory last) {
        synchronized (node.guard()) {
            return node.work().isPmemStuck()
                    ? Optional.empty()
                    : node.sight().stamp(Pmem.SECTION, PmemView.of(node.machine()));
        }
    }

    @Override
    public void perform(Step step, StepContext context) {
        synchronized (node.guard()) {
            if (node.work().isPmemStuck()) {
                throw new NodeResourceException(
                        StandardErrorCode.DEADLINE, "cannot " + step.summary() + ": " + STUCK + "; try again later");
            }
        }
        if (step.postconditions().stream().allMatch(c -> c.check(context.now()).isEmpty())) {
            return;
        }
        if (step instanceof InitializeLabels initialize) {
            node.work().run(InitializeLabels.TYPE, List::of, () -> initialize(initialize, context));
        } else if (step instanceof CreateNamespace create) {
            node.work().run(CreateNamespace.TYPE, List::of, () -> create(create));
        } else if (step instanceof EnableNamespace enable) {
            node.work().run(EnableNamespace.TYPE, List::of, () -> enable(enable));
        } else if (step instanceof ShowNamespace show) {
            node.work().run(ShowNamespace.TYPE, List::of, () -> {
                Namespace namespace = known(show.region(), show.uuid(), show);
                node.log().showNamespace(ShowNamespace.TYPE.id(), namespace, show.label());
            });
        } else if (step instanceof MarkNamespace mark) {
            node.work().run(MarkNamespace.TYPE, List::of, () -> mark(mark));
        } else if (step instanceof AddMemory add) {
            node.work().run(AddMemory.TYPE, List::of, () -> addMemory(add));
        } else if (step instanceof TakeMemoryBack back) {
            node.work().run(TakeMemoryBack.TYPE, List::of, () -> takeMemoryBack(back));
        } else {
            throw SimulatedBlock.unknown(step);
        }
    }

    private void initialize(InitializeLabels step, StepContext context) {
        Nvdimm module = meant(step.region(), step);
        Device device = SimulatedBlock.meant(node, step.device(), context);
        underLock(device, () -> {
            // The conditions were checked before the device was locked.
            Namespace whole = device.namespace;
            if (module.labelled
                    || whole == null
                    || whole.module != module
                    || !device.content.isBlank()
                    || !node.machine().usesOf(device).isEmpty()) {
                throw changed(StandardErrorCode.DEVICE_CHANGED, step, "the device carries or does something by now");
            }
            node.log().initializeLabels(InitializeLabels.TYPE.id(), module);
        });
    }

    private void create(CreateNamespace step) {
        Nvdimm module = meant(step.region(), step);
        String unfinished = step.unfinishedName();
        Namespace begun = module.known(step.uuid());
        if (begun == null) {
            begun = node.log().createNamespace(CreateNamespace.TYPE.id(), module, step.uuid(), unfinished, step.size());
        }
        Namespace namespace = begun;
        Device device = namespace.device;
        if (device == null
                || !(unfinished.equals(namespace.label)
                        || (step.raw() != null && step.name().equals(namespace.label)))
                || !node.machine().usesOf(device).isEmpty()) {
            throw changed(StandardErrorCode.PMEM_NAMESPACE_CHANGED, step, namespace.name() + " is in use by now");
        }
        if (!device.content.signatures().isEmpty()) {
            throw changed(StandardErrorCode.DEVICE_HAS_SIGNATURE, step, "somebody has put something on " + device.key);
        }
        underLock(
                device,
                () -> node.log()
                        .finishNamespace(
                                CreateNamespace.TYPE.id(), namespace, step.mode(), step.layoutUuid(), step.name()));
    }

    private void enable(EnableNamespace step) {
        node.log().enableNamespace(EnableNamespace.TYPE.id(), known(step.region(), step.uuid(), step), step.name());
    }

    private void addMemory(AddMemory step) {
        Namespace namespace = known(step.region(), step.uuid(), step);
        if (namespace.open) {
            throw changed(StandardErrorCode.DEVICE_HELD, step, "a process has its device open by now");
        }
        node.log().addMemory(AddMemory.TYPE.id(), namespace, step.name());
    }

    private void takeMemoryBack(TakeMemoryBack step) {
        node.log().takeMemoryBack(TakeMemoryBack.TYPE.id(), known(step.region(), step.uuid(), step), step.name());
    }

    /** The kernel disables none that is in use. */
    private void mark(MarkNamespace step) {
        Namespace namespace = known(step.region(), step.uuid(), step);
        Device device = namespace.device;
        if (!Objects.equals(step.before(), namespace.label)
                || namespace.mode != step.mode()
                || namespace.open
                || (device != null && !node.machine().usesOf(device).isEmpty())) {
            throw changed(
                    StandardErrorCode.PMEM_NAMESPACE_CHANGED, step, namespace.name() + " is in use or another by now");
        }
        node.log().markNamespace(MarkNamespace.TYPE.id(), namespace, step.name());
    }

    private Namespace known(RegionTarget region, String uuid, Step step) {
        Namespace namespace = meant(region, step).known(uuid);
        if (namespace == null) {
            throw changed(StandardErrorCode.PMEM_NAMESPACE_CHANGED, step, "it is gone by now");
        }
        return namespace;
    }

    @SuppressWarnings("try") // the lock is there to be held
    private void underLock(Device device, Runnable work) {
        try (Node.Lock ignored = node.locks().claim(device)) {
            work.run();
        }
    }

    /** The region of that name, as libndctl finds it: whether it is the one that was meant is up to the step's conditions. */
    private Nvdimm meant(RegionTarget target, Step step) {
        Nvdimm module = node.machine().modules.stream()
                .filter(m -> m.region().equals(target.name()))
                .findFirst()
                .orElseThrow(() -> changed(StandardErrorCode.PMEM_REGION_ABSENT, step, "the region is gone by now"));
        if (!target.dimms().equals(List.of(module.key)) || !target.size().equals(module.size)) {
            node.log().mistakes(step.summary(), module);
        }
        return module;
    }

    private static NodeResourceException changed(StandardErrorCode code, Step step, String why) {
        return new NodeResourceException(code, "cannot " + step.summary() + ": " + why + "; plan again");
    }

    @Override
    public void close() {}
}
