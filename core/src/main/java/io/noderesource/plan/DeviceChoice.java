package io.noderesource.plan;

import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.DeviceType;
import io.noderesource.topology.DeviceSelector;
import io.noderesource.topology.DeviceSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The devices that a source means on a node.
 *
 * @param named devices named by path or link, each once, in the order of the document
 * @param selected devices chosen by what they are, fit to be claimed or already part of the resource
 * @param awaited declared paths behind which there is no device
 * @param passedOver devices that a selector matches and that are not fit, with what speaks against each
 */
public record DeviceChoice(
        List<BlockDevice> named,
        List<BlockDevice> selected,
        List<String> awaited,
        Map<BlockDevice, Violation> passedOver) {

    private static final Set<DeviceType> WHOLE = EnumSet.of(DeviceType.DISK, DeviceType.MULTIPATH, DeviceType.RAID);

    /** Models of network disks that look local to the kernel. */
    private static final List<String> NETWORK_MODELS = List.of("Elastic Block Stor");

    /** Nothing chosen. */
    public static final DeviceChoice NOTHING = new DeviceChoice(List.of(), List.of(), List.of(), Map.of());

    /** All devices that are meant, named ones first. */
    public List<BlockDevice> all() {
        List<BlockDevice> all = new ArrayList<>(named);
        all.addAll(selected);
        return List.copyOf(all);
    }

    /**
     * Chooses.
     *
     * @param source the source; regions of persistent memory give nothing here
     * @param block all devices
     * @param isMember tells whether a device is part of the resource already: such devices are chosen first
     */
    public static DeviceChoice of(DeviceSource source, BlockDevices block, Predicate<BlockDevice> isMember) {
        if (source instanceof DeviceSource.Devices devices) {
            return devices(devices, block, isMember);
        }
        if (source instanceof DeviceSource.LocalDisks local) {
            Selection selection = new Selection(block, isMember, local.exclude());
            selection.take(DeviceChoice::isLocal, null);
            return selection.result(List.of(), List.of());
        }
        return NOTHING;
    }

    private static DeviceChoice devices(
            DeviceSource.Devices source, BlockDevices block, Predicate<BlockDevice> isMember) {
        Map<DeviceNumber, BlockDevice> named = new LinkedHashMap<>();
        List<String> awaited = new ArrayList<>();
        for (String path : source.paths()) {
            block.at(path).ifPresentOrElse(d -> named.put(d.number(), d), () -> awaited.add(path));
        }
        Selection selection = new Selection(block, isMember, source.exclude());
        selection.skip(named.keySet());
        for (DeviceSelector selector : source.select()) {
            selection.take(d -> matches(selector, d), selector.count());
        }
        return selection.result(List.copyOf(named.values()), awaited);
    }

    private static boolean isLocal(BlockDevice device) {
        String transport = device.hardware().transport();
        String model = device.hardware().model();
        return device.type() == DeviceType.DISK
                && ("virtio".equals(transport) || "nvme".equals(transport))
                && !device.removable()
                && (model == null || NETWORK_MODELS.stream().noneMatch(model::contains));
    }

    /** Tells whether a device meets all criteria; without a path or link only whole devices do. */
    static boolean matches(DeviceSelector s, BlockDevice d) {
        boolean byName = s.path() != null || s.link() != null;
        return (byName || WHOLE.contains(d.type()))
                && (s.path() == null || Glob.matches(s.path(), d.path()))
                && (s.link() == null || d.links().stream().anyMatch(l -> Glob.matches(s.link(), l)))
                && (s.wwn() == null || s.wwn().equals(d.hardware().wwn()))
                && glob(s.serial(), d.hardware().serial())
                && glob(s.model(), d.hardware().model())
                && (s.minSize() == null || d.size().compareTo(s.minSize()) >= 0)
                && (s.maxSize() == null || d.size().compareTo(s.maxSize()) <= 0)
                && (s.rotational() == null || s.rotational() == d.rotational());
    }

    private static boolean glob(
            @org.jspecify.annotations.Nullable String pattern, @org.jspecify.annotations.Nullable String text) {
        return pattern == null || (text != null && Glob.matches(pattern, text));
    }

    /** Takes devices by selectors, each device at most once. */
    private static final class Selection {
        private final BlockDevices block;
        private final Predicate<BlockDevice> isMember;
        private final List<DeviceSelector> exclude;
        private final Set<DeviceNumber> taken = new java.util.HashSet<>();
        private final List<BlockDevice> selected = new ArrayList<>();
        private final Map<BlockDevice, Violation> passedOver = new TreeMap<>(Comparator.comparing(BlockDevice::number));

        Selection(BlockDevices block, Predicate<BlockDevice> isMember, List<DeviceSelector> exclude) {
            this.block = block;
            this.isMember = isMember;
            this.exclude = exclude;
        }

        void skip(Set<DeviceNumber> devices) {
            taken.addAll(devices);
        }

        void take(Predicate<BlockDevice> wanted, @org.jspecify.annotations.Nullable Integer count) {
            List<BlockDevice> members = new ArrayList<>();
            List<BlockDevice> fit = new ArrayList<>();
            for (BlockDevice device : block.devices()) {
                if (taken.contains(device.number())
                        || !wanted.test(device)
                        || exclude.stream().anyMatch(e -> matches(e, device))) {
                    continue;
                }
                if (isMember.test(device)) {
                    members.add(device);
                    continue;
                }
                List<Violation> problems = DeviceIntake.problems(device, block);
                if (problems.isEmpty()) {
                    fit.add(device);
                } else {
                    passedOver.putIfAbsent(device, problems.get(0));
                }
            }
            Comparator<BlockDevice> byIdentity =
                    Comparator.comparing(BlockDevice::identity).thenComparing(BlockDevice::number);
            members.sort(byIdentity);
            fit.sort(byIdentity);
            members.addAll(fit);
            int limit = count == null ? members.size() : Math.min(count, members.size());
            for (BlockDevice device : members.subList(0, limit)) {
                taken.add(device.number());
                selected.add(device);
            }
        }

        DeviceChoice result(List<BlockDevice> named, List<String> awaited) {
            selected.forEach(passedOver::remove);
            return new DeviceChoice(named, List.copyOf(selected), List.copyOf(awaited), Map.copyOf(passedOver));
        }
    }
}
