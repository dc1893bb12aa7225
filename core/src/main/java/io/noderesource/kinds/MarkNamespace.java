package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.plan.Condition;
import io.noderesource.plan.ConsentInForce;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a namespace that is not ours the resource's: gives it our name in place of the one that it has. The kernel renames none that
 * is in use, so it is disabled for that moment, and system memory is taken back before. What it holds stays; of a devdax namespace
 * for which a consent was given it is lost, as it becomes system memory next.
 *
 * @param address the resource that it is for
 * @param region its region
 * @param uuid the UUID in its labels
 * @param layoutUuid the UUID of the layout on it; that in its labels in mode raw
 * @param mode its mode
 * @param size how much of the region it has
 * @param before the name that it loses; null when it has none
 * @param name the name that it gets
 * @param device its block device; null in mode devdax
 * @param expires when the consent ends that was given for it; null when its adoption was asked for: one of mode devdax has to be system
 *     memory then, so that there is nothing on it to be lost
 * @param reason why
 */
public record MarkNamespace(
        ResourceAddress address,
        RegionTarget region,
        String uuid,
        String layoutUuid,
        PmemNamespace.Mode mode,
        ByteSize size,
        @Nullable String before,
        String name,
        @Nullable DeviceTarget device,
        @Nullable Instant expires,
        String reason)
        implements Step {

    /** Its type. */
    public static final StepType<MarkNamespace> TYPE = new StepType<>("pmem/mark-namespace", 1, MarkNamespace.class);

    public MarkNamespace {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(layoutUuid, "layoutUuid");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
        PmemMark.check(name, uuid, layoutUuid);
        new PmemMark(name).obstacleTo(before).ifPresent(obstacle -> {
            throw new IllegalArgumentException("a namespace is not renamed when " + obstacle);
        });
        boolean devdax = mode == PmemNamespace.Mode.DEVDAX;
        if (mode == PmemNamespace.Mode.UNKNOWN || devdax != (device == null) || (expires != null && !devdax)) {
            throw new IllegalArgumentException("a namespace of mode " + mode + " is not marked in this way");
        }
    }

    @Override
    public Verb verb() {
        return Verb.MARK;
    }

    @Override
    public Risk risk() {
        return expires == null ? Risk.SAFE : Risk.DESTROYS_DATA;
    }

    @Override
    public String summary() {
        String what = "the " + mode.name().toLowerCase(Locale.ROOT) + " namespace "
                + (before == null ? "without a name" : "'" + before + "'") + " of " + size + " in " + region;
        return expires == null ? "adopt " + what : "TAKE " + what + " for memory, and lose what is on it";
    }

    @Override
    public Scope scope() {
        return device == null
                ? Scope.of(Set.of(), Set.of(Pmem.SECTION))
                : Scope.of(Set.of(device.identity()), Set.of(BlockDevices.SECTION, Pmem.SECTION));
    }

    /** None that stays: its device is gone while it is renamed. */
    @Override
    public List<DeviceTarget> writes() {
        return List.of();
    }

    /** Its device, or for memory the namespace itself. */
    @Override
    public List<DeviceTarget> claims() {
        return List.of(device == null ? AddMemory.claimed(region, uuid) : device);
    }

    /** For memory the namespace itself, so that one that a crash has left disabled is known to have been ours to enable. */
    @Override
    public List<Made> makes() {
        return device != null
                ? List.of()
                : List.of(new Made(
                        DeviceTarget.yetToBeMade(
                                new DeviceIdentity(DeviceIdentity.Kind.WWN, "uuid." + layoutUuid), region.name()),
                        uuid));
    }

    /** What lies in memory is moved elsewhere first, a GiB a second where memory is slow. */
    @Override
    public Duration allowance() {
        return Duration.ofSeconds(device == null ? size.bytes() >> 30 : 0);
    }

    @Override
    public List<Condition> preconditions() {
        List<Condition> conditions = new ArrayList<>();
        if (expires != null) {
            conditions.add(new ConsentInForce(expires));
        }
        conditions.add(new PmemConditions.RegionIs(region));
        conditions.add(new PmemConditions.NamespaceToMark(
                region, uuid, layoutUuid, mode, before, size, mode == PmemNamespace.Mode.DEVDAX && expires == null));
        return conditions;
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new PmemConditions.NamespaceIs(region, uuid, layoutUuid, mode, name, size));
    }
}
