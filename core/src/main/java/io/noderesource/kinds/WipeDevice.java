package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.Signature;
import io.noderesource.plan.Condition;
import io.noderesource.plan.Consent;
import io.noderesource.plan.ConsentInForce;
import io.noderesource.plan.DeviceBlank;
import io.noderesource.plan.DeviceContent;
import io.noderesource.plan.DeviceHolds;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Risk;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import io.noderesource.plan.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Wipes a device for which a consent was given, after saving an image of its first and last MiB in the state directory.
 *
 * @param address the resource that the device is for
 * @param device the device
 * @param digest the digest of what it and its partitions hold, as the consent's hash has it
 * @param found what it holds, for people
 * @param expires when the consent ends
 * @param reason why
 */
public record WipeDevice(
        ResourceAddress address, DeviceTarget device, String digest, List<String> found, Instant expires, String reason)
        implements Step {

    /** Its type. */
    public static final StepType<WipeDevice> TYPE = new StepType<>("block/wipe", 1, WipeDevice.class);

    public WipeDevice {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(found, "found");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(reason, "reason");
        found = List.copyOf(found);
    }

    /**
     * The step that a consent allows.
     *
     * @param block what the device was seen among
     */
    static WipeDevice of(ResourceAddress address, BlockDevice device, BlockDevices block, Consent consent) {
        List<String> found =
                device.probe().signatures().stream().map(Signature::toString).toList();
        return new WipeDevice(
                address,
                DeviceTarget.of(device),
                DeviceContent.digest(device, block).orElse(""),
                found.isEmpty() ? List.of("content without a signature") : found,
                consent.expires(),
                "a consent was given for it");
    }

    @Override
    public Verb verb() {
        return Verb.WIPE;
    }

    @Override
    public Risk risk() {
        return Risk.DESTROYS_DATA;
    }

    @Override
    public String summary() {
        return "WIPE " + device + ": " + String.join(", ", found);
    }

    @Override
    public Scope scope() {
        return Scope.of(Set.of(device.identity()), Set.of(BlockDevices.SECTION));
    }

    @Override
    public List<DeviceTarget> writes() {
        return List.of(device);
    }

    @Override
    public List<Made> makes() {
        return List.of();
    }

    /** Zeroing goes at the pace of a slow disk where the device cannot do it by itself: 32 MiB a second. */
    @Override
    public Duration allowance() {
        return Duration.ofSeconds(device.sizeOrZero().bytes() >> 25);
    }

    @Override
    public List<Condition> preconditions() {
        return List.of(new ConsentInForce(expires), new DeviceHolds(device, digest));
    }

    @Override
    public List<Condition> postconditions() {
        return List.of(new DeviceBlank(device));
    }
}
