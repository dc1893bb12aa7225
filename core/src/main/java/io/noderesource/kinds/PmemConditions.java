package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.Signature;
import io.noderesource.plan.Condition;
import io.noderesource.plan.Conditions;
import io.noderesource.plan.DeviceIntake;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Violation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions that the steps on persistent memory have. */
public final class PmemConditions {

    private PmemConditions() {}

    /** Checks on a region that is what was meant; all of the section has to be seen, as nothing is made because of an error. */
    private static Optional<Violation> onRegion(
            Inventory now, RegionTarget target, BiFunction<Pmem, PmemRegion, Optional<Violation>> check) {
        Section<Pmem> section = now.section(Pmem.SECTION);
        if (section.state() != Section.State.COMPLETE) {
            return Optional.of(new Violation(
                    StandardErrorCode.SECTION_UNAVAILABLE,
                    target.toString(),
                    "persistent memory could not be seen wholly: " + section.reason()));
        }
        return Conditions.on(now, Pmem.SECTION, pmem -> {
            PmemRegion region = pmem.region(target.name()).orElse(null);
            if (region == null) {
                return Optional.of(new Violation(
                        StandardErrorCode.PMEM_REGION_ABSENT,
                        target.toString(),
                        "there is no region of this name now"));
            }
            RegionTarget found = RegionTarget.of(region, pmem);
            return found.equals(target)
                    ? check.apply(pmem, region)
                    : Optional.of(new Violation(
                            StandardErrorCode.PMEM_REGION_CHANGED,
                            target.toString(),
                            "the region of this name is " + found + " now"));
        });
    }

    /**
     * What keeps a region from being changed, whatever is in it: {@code pmem/region-unusable}.
     *
     * @param pmem all persistent memory
     */
    public static Optional<Violation> obstacleTo(Pmem pmem, PmemRegion region) {
        if (!region.enabled()) {
            return Optional.of(new Violation(
                    StandardErrorCode.PMEM_REGION_UNUSABLE, region.name(), "the kernel has no driver on it"));
        }
        if (region.readOnly()) {
            return Optional.of(new Violation(
                    StandardErrorCode.PMEM_REGION_UNUSABLE, region.name(), "the kernel has it read-only"));
        }
        return pmem.dimms().stream()
                .filter(d -> region.dimms().contains(d.name()))
                .filter(d -> d.locked() || !d.enabled())
                .findFirst()
                .map(d -> new Violation(
                        StandardErrorCode.PMEM_REGION_UNUSABLE,
                        region.name(),
                        "its module " + d.name() + (d.locked() ? " is locked" : " has no driver")));
    }

    /**
     * What keeps a namespace in a region from being made or cleared: labels hold some of it for what is not shown, and it may lie over that
     * ({@code pmem/hidden-labels}).
     */
    public static Optional<Violation> hiddenLabels(PmemRegion region) {
        return region.hidden().bytes() == 0
                ? Optional.empty()
                : Optional.of(new Violation(
                        StandardErrorCode.PMEM_HIDDEN_LABELS,
                        region.name(),
                        "labels hold " + region.hidden() + " of " + region.name()
                                + " for no namespace that the kernel shows"));
    }

    /**
     * What keeps a region from having a namespace made in it, whatever is free: {@link #hiddenLabels}, or there is nothing that it could be
     * made of ({@code pmem/no-seed}).
     *
     * @param pmem all persistent memory
     * @param goes one that goes before, of which the next can be made; null when none does
     */
    public static Optional<Violation> obstacleToMaking(Pmem pmem, PmemRegion region, @Nullable PmemNamespace goes) {
        return hiddenLabels(region).or(() -> noSeed(pmem, region, goes));
    }

    private static Optional<Violation> noSeed(Pmem pmem, PmemRegion region, @Nullable PmemNamespace goes) {
        if (region.seed() == null) {
            return Optional.of(new Violation(StandardErrorCode.PMEM_NO_SEED, region.name(), "the kernel has no seed"));
        }
        return pmem.takenForSeed(region)
                .filter(taken -> !taken.equals(goes))
                .map(taken -> new Violation(
                        StandardErrorCode.PMEM_NO_SEED,
                        region.name(),
                        "its seed is " + taken.name() + ", which has " + taken.size()
                                + (taken.label() == null ? "" : " and the name " + taken.label())
                                + (taken.enabled() ? "" : ", and is disabled")));
    }

    /**
     * The region is the one that was meant, and can be written.
     *
     * @param region the region
     */
    public record RegionIs(RegionTarget region) implements Condition {
        @Override
        public String describe() {
            return region + " is there and can be written";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onRegion(now, region, PmemConditions::obstacleTo);
        }
    }

    /**
     * The region has labels.
     *
     * @param region the region
     */
    public record Labelled(RegionTarget region) implements Condition {
        @Override
        public String describe() {
            return region.name() + " has labels";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onRegion(
                    now,
                    region,
                    (pmem, seen) -> seen.labelled() && seen.enabled()
                            ? Optional.empty()
                            : Optional.of(new Violation(
                                    StandardErrorCode.PMEM_NO_LABELS, region.toString(), "it has no labels")));
        }
    }

    /**
     * The region has no labels, its modules can have some and are under no other region, and the device is all of it.
     *
     * @param region the region
     * @param device the device
     */
    public record Unlabelled(RegionTarget region, DeviceTarget device) implements Condition {
        @Override
        public String describe() {
            return region.name() + " has no labels yet, and is " + device;
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onRegion(
                    now,
                    region,
                    (pmem, seen) -> obstacleToLabels(pmem, seen)
                            .or(() -> Conditions.onDevice(
                                    now,
                                    device,
                                    found -> isAllOf(pmem, seen, found.path())
                                            ? Optional.empty()
                                            : Optional.of(new Violation(
                                                    StandardErrorCode.PMEM_REGION_CHANGED,
                                                    region.toString(),
                                                    found.path() + " is not all of it")))));
        }

        private static boolean isAllOf(Pmem pmem, PmemRegion region, String path) {
            List<PmemNamespace> all = pmem.namespacesIn(region.name());
            return all.size() == 1
                    && all.get(0).mode() == PmemNamespace.Mode.RAW
                    && path.equals(all.get(0).blockDevice());
        }
    }

    /** Tells what keeps a region without labels from getting some, apart from what its device holds. */
    static Optional<Violation> obstacleToLabels(Pmem pmem, PmemRegion region) {
        if (region.labelled()) {
            return Optional.of(new Violation(
                    StandardErrorCode.PMEM_REGION_CHANGED, region.name(), "it has labels, and namespaces of its own"));
        }
        Optional<String> without = pmem.dimms().stream()
                .filter(d -> region.dimms().contains(d.name()) && d.availableLabels() == 0)
                .map(d -> d.name() + " has no room for any")
                .findFirst();
        if (region.dimms().isEmpty() || without.isPresent()) {
            return Optional.of(new Violation(
                    StandardErrorCode.PMEM_NO_LABELS,
                    region.name(),
                    "its modules can have no labels: " + without.orElse("the kernel knows of none under it")));
        }
        return pmem.regions().stream()
                .filter(r ->
                        !r.name().equals(region.name()) && r.dimms().stream().anyMatch(region.dimms()::contains))
                .findFirst()
                .map(r -> new Violation(
                        StandardErrorCode.PMEM_NO_LABELS,
                        region.name(),
                        r.name() + " is on the same module, and would lose its namespaces"));
    }

    /**
     * The region has room for a namespace, or has one of that UUID whose making was cut off and that is idle.
     *
     * @param region the region
     * @param uuid the namespace's UUID
     * @param name its name when it is whole
     * @param mode the mode that it is to have
     * @param size its size
     * @param named whether it has its name already, and no layout
     */
    public record RoomFor(
            RegionTarget region, String uuid, String name, PmemNamespace.Mode mode, ByteSize size, boolean named)
            implements Condition {
        @Override
        public String describe() {
            return region.name() + " has room for a namespace of " + size;
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onRegion(now, region, (pmem, seen) -> hiddenLabels(seen).or(() -> check(now, pmem, seen)));
        }

        private Optional<Violation> check(Inventory now, Pmem pmem, PmemRegion seen) {
            PmemNamespace begun = pmem.namespacesIn(seen.name()).stream()
                    .filter(n -> uuid.equals(n.uuid()))
                    .findFirst()
                    .orElse(null);
            if (begun != null) {
                return isBegun(begun)
                        ? useOf(begun, now)
                        : Optional.of(new Violation(
                                StandardErrorCode.PMEM_NAMESPACE_CHANGED,
                                begun.name(),
                                "it has the UUID of the one to be made, the name " + begun.label() + ", the mode "
                                        + begun.mode() + " and " + begun.size()));
            }
            PmemMark mark = new PmemMark(name);
            Optional<PmemNamespace> another = pmem.namespacesIn(seen.name()).stream()
                    .filter(n -> mark.isOn(n) || mark.isUnfinishedOn(n))
                    .findFirst();
            if (another.isPresent()) {
                // A plan was made without it: what it was made of did not show all.
                return Optional.of(new Violation(
                        StandardErrorCode.PMEM_NAMESPACE_CHANGED,
                        another.get().name(),
                        "it was made for the same resource already"));
            }
            ByteSize unit = PmemSizes.unit(seen);
            if (size.bytes() % unit.bytes() != 0) {
                return Optional.of(new Violation(
                        StandardErrorCode.PMEM_BAD_SIZE,
                        region.toString(),
                        size.bytes() + " bytes are no multiple of " + unit + ", as sizes there have to be"));
            }
            ByteSize largest = PmemSizes.largest(seen);
            return largest.compareTo(size) >= 0
                    ? obstacleToMaking(pmem, seen, null)
                    : Optional.of(new Violation(StandardErrorCode.PMEM_FULL, region.toString(), room(seen)));
        }

        private boolean isBegun(PmemNamespace begun) {
            PmemMark mark = new PmemMark(name);
            return begun.size().equals(size)
                    && (named
                            ? mark.isOn(begun) && begun.mode() == PmemNamespace.Mode.RAW
                            : mark.isUnfinishedOn(begun) && isBeingMade(begun, mode));
        }
    }

    /**
     * Tells whether a namespace with the name of one that is not finished is as our making can have left it: without a layout, but for
     * sectors, which get theirs under that name. What somebody else has made of it may be in use, and may hold something.
     *
     * <p>A kernel that would map the pages of one without a layout has the mode fsdax for it ({@code mode_show} of {@code
     * drivers/nvdimm/namespace_devs.c}).
     *
     * @param mode the mode that it is to have
     */
    static boolean isBeingMade(PmemNamespace namespace, PmemNamespace.Mode mode) {
        boolean without = namespace.mode() == PmemNamespace.Mode.RAW
                || (namespace.mode() == PmemNamespace.Mode.FSDAX && namespace.layoutUuid() == null);
        boolean sectors = namespace.mode() == PmemNamespace.Mode.SECTOR && mode == PmemNamespace.Mode.SECTOR;
        return namespace.daxDevices().isEmpty() && (without || sectors);
    }

    /**
     * The namespace is there and enabled, whatever is on it.
     *
     * @param region the region
     * @param uuid the UUID in its labels
     * @param name the name in its labels; null when it has none
     * @param enabled whether it is to be enabled, or disabled
     */
    public record NamespaceEnabled(
            RegionTarget region, String uuid, @Nullable String name, boolean enabled) implements Condition {
        @Override
        public String describe() {
            return "the namespace " + (name == null ? uuid : name) + " in " + region.name() + " is "
                    + (enabled ? "enabled" : "disabled");
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onRegion(
                    now,
                    region,
                    (pmem, seen) -> pmem.namespacesIn(seen.name()).stream()
                                    .anyMatch(n -> uuid.equals(n.uuid())
                                            && Objects.equals(name, n.label())
                                            && n.enabled() == enabled)
                            ? Optional.empty()
                            : Optional.of(new Violation(
                                    StandardErrorCode.PMEM_NAMESPACE_CHANGED,
                                    region.toString(),
                                    "the namespace " + (name == null ? uuid : name) + " is not there, or is not "
                                            + (enabled ? "enabled" : "disabled"))));
        }
    }

    /**
     * The namespace is the one that is to get our name: as it was found, idle, and its content safe from that.
     *
     * @param region its region
     * @param uuid the UUID in its labels
     * @param layoutUuid the UUID of the layout on it; that in its labels when it has none
     * @param mode how it is used
     * @param label the name in its labels; null when it has none
     * @param size how much of the region it has
     * @param system whether all of it is system memory, or none
     */
    public record NamespaceToMark(
            RegionTarget region,
            String uuid,
            String layoutUuid,
            PmemNamespace.Mode mode,
            @Nullable String label,
            ByteSize size,
            boolean system)
            implements Condition {
        @Override
        public String describe() {
            return "the namespace " + (label == null ? uuid : label) + " in " + region.name()
                    + (system ? " is system memory, and as it was found" : " is idle, and as it was found");
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onRegion(
                    now,
                    region,
                    (pmem, seen) -> pmem.namespacesIn(seen.name()).stream()
                            .filter(n -> uuid.equals(n.uuid()))
                            .findFirst()
                            .map(n -> isAsFound(n) ? use(n, now) : changed(n.name(), "it is not as it was found"))
                            .orElseGet(() -> changed(region.toString(), "it has no namespace " + uuid + " any more")));
        }

        private boolean isAsFound(PmemNamespace namespace) {
            return Objects.equals(label, namespace.label())
                    && namespace.size().equals(size)
                    && namespace.mode() == mode
                    && layoutUuid.equals(layoutOf(namespace))
                    && isUsable(namespace);
        }

        private Optional<Violation> use(PmemNamespace namespace, Inventory now) {
            if (mode != PmemNamespace.Mode.DEVDAX) {
                return Conditions.on(
                        now,
                        BlockDevices.SECTION,
                        block -> Optional.ofNullable(namespace.blockDevice())
                                .flatMap(block::at)
                                .map(device -> obstacleToMarking(device, block))
                                .orElseGet(() -> changed(namespace.name(), "its block device is not seen")));
            }
            return namespace.daxDevices().stream().allMatch(d -> (d.mode() == DaxDevice.Mode.SYSTEM_RAM) == system)
                    ? Optional.empty()
                    : changed(namespace.name(), memoryOf(namespace));
        }

        private static Optional<Violation> changed(String subject, String fact) {
            return Optional.of(new Violation(StandardErrorCode.PMEM_NAMESPACE_CHANGED, subject, fact));
        }
    }

    /** The UUID of the layout on a namespace; that in its labels in mode raw, which has none. */
    static @Nullable String layoutOf(PmemNamespace namespace) {
        return namespace.mode() == PmemNamespace.Mode.RAW ? namespace.uuid() : namespace.layoutUuid();
    }

    /**
     * Tells what keeps the namespace of a device from being renamed, whatever the device holds: it is gone for that moment, and
     * that it is idle has to be known. A PV may be of a volume group that nobody has active.
     */
    static Optional<Violation> obstacleToMarking(BlockDevice device, BlockDevices block) {
        Optional<Violation> use = DeviceIntake.inUse(device, block).stream().findFirst();
        if (use.isPresent()) {
            return use;
        }
        if (device.probe().state() != Probe.State.DONE) {
            return Optional.of(new Violation(
                    StandardErrorCode.DEVICE_NOT_PROBED, device.describe(), "what it holds is not known"));
        }
        return device.probe().signatures().stream()
                .filter(s -> s.type().equals(Signature.LVM_PV))
                .findFirst()
                .map(s -> new Violation(StandardErrorCode.DEVICE_FOREIGN_PV, device.describe(), "it carries " + s));
    }

    /** Tells whether a namespace shows the device that its mode has. */
    static boolean isUsable(PmemNamespace namespace) {
        return namespace.mode() == PmemNamespace.Mode.DEVDAX
                ? namespace.enabled() && !namespace.daxDevices().isEmpty()
                : namespace.blockDevice() != null;
    }

    /**
     * The namespace's memory is in the system's use, all of it, or in nobody's.
     *
     * @param region its region
     * @param uuid the UUID in its labels
     * @param name the name in its labels
     * @param system whether the system uses it
     */
    public record MemoryIs(RegionTarget region, String uuid, String name, boolean system) implements Condition {
        @Override
        public String describe() {
            return "the namespace " + name + " in " + region.name() + (system ? " is" : " is no") + " system memory";
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onRegion(
                    now,
                    region,
                    (pmem, seen) -> pmem.namespacesIn(seen.name()).stream()
                            .filter(n -> uuid.equals(n.uuid()) && name.equals(n.label()))
                            .findFirst()
                            .map(n -> difference(n))
                            .orElseGet(() -> Optional.of(new Violation(
                                    StandardErrorCode.PMEM_NAMESPACE_CHANGED,
                                    region.toString(),
                                    "it has no namespace " + name + " any more"))));
        }

        private Optional<Violation> difference(PmemNamespace namespace) {
            boolean good = isUsable(namespace)
                    && namespace.mode() == PmemNamespace.Mode.DEVDAX
                    && namespace.daxDevices().stream()
                            .allMatch(d -> system ? isAllOnline(d) : d.mode() == DaxDevice.Mode.DEVDAX);
            return good
                    ? Optional.empty()
                    : Optional.of(new Violation(
                            StandardErrorCode.PMEM_NAMESPACE_CHANGED, namespace.name(), memoryOf(namespace)));
        }
    }

    /** Tells whether the kernel uses all of a device as memory. */
    static boolean isAllOnline(DaxDevice device) {
        DaxDevice.MemoryBlocks memory = device.memory();
        return device.mode() == DaxDevice.Mode.SYSTEM_RAM
                && memory != null
                && memory.blocks() > 0
                && memory.online() == memory.blocks();
    }

    /** Tells whether the kernel uses all of a namespace as memory. */
    static boolean isAllSystemMemory(PmemNamespace namespace) {
        return !namespace.daxDevices().isEmpty()
                && namespace.daxDevices().stream().allMatch(PmemConditions::isAllOnline);
    }

    /** What the system has of a namespace, for people. */
    static String memoryOf(PmemNamespace namespace) {
        return namespace.daxDevices().isEmpty()
                ? "it shows no device"
                : namespace.daxDevices().stream()
                        .map(d -> {
                            DaxDevice.MemoryBlocks memory = d.memory();
                            return memory == null
                                    ? d.name() + " is no system memory"
                                    : "of " + memory.blocks() + " blocks of " + memory.blockSize() + " of " + d.name()
                                            + ", " + memory.online() + " are online";
                        })
                        .collect(Collectors.joining("; "));
    }

    /** A namespace that is to be cleared must not be in use, whatever its name says. */
    private static Optional<Violation> useOf(PmemNamespace namespace, Inventory now) {
        return Conditions.on(
                now,
                BlockDevices.SECTION,
                block -> Optional.ofNullable(namespace.blockDevice()).flatMap(block::at).stream()
                        .flatMap(d -> DeviceIntake.inUse(d, block).stream())
                        .findFirst());
    }

    /** How much room a region has, for people. */
    static String room(PmemRegion region) {
        return "the largest namespace that it has room for is " + PmemSizes.largest(region) + ", with "
                + PmemSizes.free(region) + " free in all";
    }

    /**
     * The namespace is there, whole and in use as a device.
     *
     * @param region the region
     * @param uuid the UUID in its labels
     * @param layoutUuid the UUID of the layout on it; that in its labels when it has none
     * @param mode how it is used
     * @param name the name in its labels
     * @param size how much of the region it has
     */
    public record NamespaceIs(
            RegionTarget region, String uuid, String layoutUuid, PmemNamespace.Mode mode, String name, ByteSize size)
            implements Condition {
        @Override
        public String describe() {
            return region.name() + " has the namespace " + name + " of " + size;
        }

        @Override
        public Optional<Violation> check(Inventory now) {
            return onRegion(
                    now,
                    region,
                    (pmem, seen) -> pmem.namespacesIn(seen.name()).stream()
                            .filter(n -> uuid.equals(n.uuid()))
                            .findFirst()
                            .map(this::difference)
                            .orElseGet(() -> Optional.of(violation(region.toString(), "it has no namespace " + uuid))));
        }

        private Optional<Violation> difference(PmemNamespace namespace) {
            if (!name.equals(namespace.label()) || !size.equals(namespace.size())) {
                return Optional.of(violation(
                        namespace.name(), "its name is " + namespace.label() + " and its size " + namespace.size()));
            }
            return namespace.mode() == mode
                            && layoutUuid.equals(layoutOf(namespace))
                            && PmemConditions.isUsable(namespace)
                    ? Optional.empty()
                    : Optional.of(violation(
                            namespace.name(),
                            "it is not in use as a namespace of mode " + mode + ", " + layoutUuid + ": its mode is "
                                    + namespace.mode()));
        }

        private static Violation violation(String subject, String fact) {
            return new Violation(StandardErrorCode.PMEM_NAMESPACE_CHANGED, subject, fact);
        }
    }
}
