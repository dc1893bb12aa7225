package io.noderesource.kinds;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.plan.Condition;
import io.noderesource.plan.DeviceClaimable;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a namespace in a region, and clears it: what lay there in an earlier one shows again in a new one. One of that
 * UUID whose making was cut off is finished.
 *
 * @param address the resource that it is for
 * @param region the region
 * @param uuid the UUID in its labels
 * @param layoutUuid the UUID of the layout on it, by which its block device is known; mode raw has no layout, and the UUID in its
 *     labels is the device's
 * @param mode fsdax, devdax, sector or raw
 * @param name the name in its labels when it is whole
 * @param size how much of the region it gets
 * @param raw its block device so far, which has to be blank, as somebody may have used it; null when there is none, or when it is
 *     being cleared
 * @param reason why
 */
public record CreateNamespace(
        ResourceAddress address,
        RegionTarget region,
        String uuid,
        String layoutUuid,
        PmemNamespace.Mode mode,
        String name,
        ByteSize size,
        @Nullable DeviceTarget raw,
        String reason)
        implements Step {

    /** Its type. */
    public static final StepType<CreateNamespace> TYPE =
            new StepType<>("pmem/create-namespace", 1, CreateNamespace.class);

    /** What mappings of modes fsdax and devdax are aligned to (ndctl-create-namespace(1), "--align"): what a large page of most machines has. */
    public static final ByteSize ALIGNMENT = ByteSize.ofMebibytes(2);

    /** The sectors of mode sector in bytes, as ndctl makes them where nothing is said: so much is written as a whole or not at all. */
    public static final int SECTOR_SIZE = 4096;

    public CreateNamespace {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(layoutUuid, "layoutUuid");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(reason, "reason");
        PmemMark.check(name, uuid, layoutUuid);
        if (mode == PmemNamespace.Mode.UNKNOWN) {
            throw new IllegalArgumentException("a namespace of mode " + mode + " is not made");
        }
        if ((mode == PmemNamespace.Mode.RAW) != uuid.equals(layoutUuid)) {
            throw new IllegalArgumentException(
                    "a namespace of mode " + mode + " has no layout of the UUID " + layoutUuid);
        }
    }

    /** The name that it has until it is cleared. */
    public String unfinishedName() {
        return new PmemMark(name).unfinished();
    }

    /**
     * The block device that it yields, unless its mode is devdax: its size and its path are known when it is made, what it is known
     * by is known before.
     */
    public DeviceTarget device() {
        return DeviceTarget.yetToBeMade(
                new DeviceIdentity(DeviceIdentity.Kind.WWN, "uuid." + layoutUuid), region.name());
    }

    @Override
    public Verb verb() {
        return Verb.CREATE;
    }

    @Override
    public Risk risk() {
        return Risk.FORMATS_BLANK;
    }

    @Override
    public String summary() {
        return "make and clear " + (mode == PmemNamespace.Mode.FSDAX ? "an " : "a ")
                + mode.name().toLowerCase(Locale.ROOT) + " namespace of " + size + " in " + region;
    }

    @Override
    public Scope scope() {
        return Scope.of(raw == null ? Set.of() : Set.of(raw.identity()), Set.of(BlockDevices.SECTION, Pmem.SECTION));
    }

    /** None: there is no device before it is done. */
    @Override
    public List<DeviceTarget> writes() {
        return List.of();
    }

    @Override
    public List<Made> makes() {
        return List.of();
    }

    /** What it yields, which the steps after it write to; memory is known by its namespace. The labels that come before are for it. */
    @Override
    public List<DeviceTarget> claims() {
        return List.of(mode == PmemNamespace.Mode.DEVDAX ? AddMemory.claimed(region, uuid) : device());
    }

    /** Clearing goes at 64 MiB a second where memory is slow. */
    @Override
    public Duration allowance() {
        return Duration.ofSeconds(size.bytes() >> 26);
    }

    @Override
    public List<Condition> preconditions() {
        List<Condition> conditions = new ArrayList<>(List.of(
                new PmemConditions.RegionIs(region),
                new PmemConditions.Labelled(region),
                new PmemConditions.RoomFor(region, uuid, name, mode, size, raw != null)));
        if (raw != null) {
            conditions.add(new DeviceClaimable(raw));
        }
        return conditions;
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new PmemConditions.NamespaceIs(region, uuid, layoutUuid, mode, name, size));
    }
}
