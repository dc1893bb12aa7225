package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.DeviceType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** LVM's commands by the hand of an administrator of a simulated node: logged, not judged. Guarded by the node's guard. */
final class Administrator {

    private final Machine machine;
    private final Sight sight;
    private final WriteLog log;

    Administrator(Machine machine, Sight sight, WriteLog log) {
        this.machine = machine;
        this.sight = sight;
        this.log = log;
    }

    private LvmCommands lvm() {
        return log.lvm(SimulatedWrite.ADMINISTRATOR);
    }

    void vgcreate(String name, List<String> devices) {
        List<Device> all = pvcreate(devices);
        lvm().vgcreate(name, all, List.of());
        all.forEach(Device::settle);
    }

    void vgextend(String name, List<String> devices) {
        List<Device> all = pvcreate(devices);
        lvm().vgextend(group(name), all);
        all.forEach(Device::settle);
    }

    void pvresize(String device, ByteSize size) {
        lvm().pvresize(machine.find(device), size);
    }

    List<Device> pvcreate(List<String> devices) {
        List<Device> all = new ArrayList<>();
        for (String called : devices) {
            Device device = machine.find(called);
            if (device.content.label() == null) {
                lvm().pvcreate(device, machine.newUuid());
                device.settle();
            }
            all.add(device);
        }
        return all;
    }

    void vgremove(String name) {
        Group group = group(name);
        lvm().members(group).forEach(log::erase);
        group.volumes.forEach(v -> machine.devices.remove(v.device().key));
        machine.groups.remove(group.uuid);
    }

    void lvcreate(String group, String name, ByteSize size) {
        change(group, g -> {
            long extents = (size.bytes() + Group.EXTENT - 1) / Group.EXTENT;
            LvmView view = sight.lvm();
            String on = g.extents.keySet().stream()
                    .filter(pv -> g.extents.getOrDefault(pv, 0L) - g.used(pv) >= extents)
                    .filter(pv -> !view.carrying(pv).isEmpty())
                    .findFirst()
                    .orElseThrow(() ->
                            LvmCommands.refused(StandardErrorCode.IO, "lvcreate " + name, "insufficient free space"));
            String uuid = machine.newUuid();
            Device device =
                    new Device(group + "/" + name, DeviceType.LOGICAL_VOLUME, ByteSize.ofBytes(extents * Group.EXTENT));
            device.dmName = group.replace("-", "--") + "-" + name.replace("-", "--");
            device.dmUuid = "LVM-" + g.uuid.replace("-", "") + uuid.replace("-", "");
            device.below.add(view.carrying(on).get(0));
            machine.add(device);
            g.volumes.add(new Group.Volume(uuid, name, extents, on, device));
        });
    }

    void change(String name, Consumer<Group> change) {
        Group group = group(name);
        change.accept(group);
        group.sequence++;
        log.administered(group);
    }

    private Group group(String name) {
        List<Group> groups = sight.lvm().named(name);
        if (groups.size() != 1) {
            throw new IllegalArgumentException(
                    "the simulated node has " + groups.size() + " volume groups called '" + name + "'");
        }
        return groups.get(0);
    }
}
