package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.house.HostProgram;
import io.noderesource.house.JournalFile;
import io.noderesource.house.MachineReset;
import io.noderesource.plan.Plan;
import io.noderesource.testkit.AtRecord;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One boot of a machine that dies at a record of the journal: goes on where the last boot died, lives on to the next
 * place, and dies there. The last boot lives to the end. {@code MachineDeaths} boots it.
 *
 * <p>Arguments: the number of the boot, from 0, then the places, in the order of the {@link Life}, each
 * {@code KIND:PHASE}.
 */
final class DyingMachine {

    private static final List<String> DISKS = Stream.of("DYING-1", "DYING-2", "DYING-3")
            .map(serial -> "/dev/disk/by-id/virtio-" + serial)
            .toList();

    private static final String STATE_DISK = "/dev/disk/by-id/virtio-DYING-STATE";
    private static final Path MOUNTED = Path.of("/run/dying");
    private static final Path STATE = MOUNTED.resolve("state");

    /** Where it stops living, and in which part of the life that is. */
    private record Place(String name, String step, Phase phase, Life part) {
        static Place parse(String text) {
            String[] words = text.split(":", 2);
            Life part = switch (words[0]) {
                case "CreatePhysicalVolume", "CreateVolumeGroup" -> Life.CREATE;
                case "WipeDevice", "ExtendVolumeGroup" -> Life.EXTEND;
                case "GrowPhysicalVolume" -> Life.GROW;
                case "UnmarkVolumeGroup" -> Life.RELEASE;
                case "MarkVolumeGroup" -> Life.ADOPT;
                default -> throw new IllegalArgumentException(text);
            };
            return new Place(text, words[0], Phase.valueOf(words[1]), part);
        }
    }

    private DyingMachine() {}

    public static void main(String[] arguments) throws IOException {
        int boot = Integer.parseInt(arguments[0]);
        List<Place> places = Stream.of(arguments).skip(1).map(Place::parse).toList();
        if (boot == 0) {
            HostProgram.run("mkfs.ext4", "-q", STATE_DISK);
        }
        Files.createDirectories(MOUNTED);
        HostProgram.run("mount", STATE_DISK, MOUNTED.toString());
        Life first = Life.CREATE;
        if (boot > 0) {
            Place last = places.get(boot - 1);
            first = last.part;
            assertThat(JournalFile.openIntents(STATE))
                    .as("steps that the journal tells no end of, after the death at %s", last.name)
                    .isEqualTo(last.phase == Phase.OUTCOME ? 0 : 1);
        }
        for (Life part : EnumSet.range(first, Life.ADOPT)) {
            if (boot == 0 || part != first) {
                prepare(part);
            }
            if (boot < places.size() && places.get(boot).part == part) {
                dieAt(places.get(boot));
            }
            part.converges(STATE, DISKS, refusal -> System.out.println(part + ": " + refusal));
            assertThat(JournalFile.openIntents(STATE)).isZero();
            part.isAsDeclared(DISKS);
            if (part != Life.CREATE) {
                assertThat(KeptData.isWhole(DISKS.get(0))).isTrue();
            }
        }
        HostProgram.run("umount", MOUNTED.toString());
    }

    /** What others do between the parts. */
    private static void prepare(Life part) throws IOException {
        if (part == Life.EXTEND) {
            KeptData.put(DISKS.get(0));
            HostProgram.run("mkfs.ext4", "-q", "-L", "old", DISKS.get(2));
            HostProgram.run("udevadm", "settle");
        }
        if (part == Life.GROW) {
            GrownDisk.from(8, STATE, DISKS.get(1));
        }
    }

    private static void dieAt(Place place) {
        AtRecord death = new AtRecord(place.step, place.phase, () -> MachineReset.at(place.name));
        try (NodeResources node =
                death.open(new NodeIdentity("edge-1", Map.of()), STATE, List.of(new LvmBackendProvider()))) {
            Plan plan = place.part.plan(node, DISKS, refusal -> {});
            String report = node.apply(
                            plan,
                            ApplyOptions.builder().listener(death.listener()).build())
                    .toJson();
            throw new AssertionError("it did not die at " + place.name + ": " + report);
        }
    }
}
