package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyOptions;
import io.noderesource.backend.quotapath.QuotaPathLife.Part;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.MachineReset;
import io.noderesource.kinds.QuotaPathSpec.FileSystemType;
import io.noderesource.plan.Plan;
import io.noderesource.testkit.AtRecord;
import io.noderesource.testkit.AtRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * One boot of a machine that dies at a record of the journal: goes on where the last boot died, lives on to the next
 * place, and dies there. The last boot lives to the end. {@code MachineDeaths} boots it, each time with the disks in another
 * order.
 *
 * <p>Arguments: the number of the boot, from 0, then the places, in the order of the {@link QuotaPathLife}, each
 * {@code KIND:PHASE}; {@code Reboot:ORDERLY} is an end with everything unmounted.
 */
final class DyingQuotaPath {

    private static final Path MOUNTED = Path.of("/run/dying");
    private static final Path STATE = MOUNTED.resolve("state");
    private static final Path NAME = MOUNTED.resolve("name");
    private static final Path UUID = MOUNTED.resolve("uuid");
    private static final String ORDERLY = "Reboot:ORDERLY";

    /** Where it stops living, and in which part of the life that is. */
    private record Place(String name, String step, Part part) {
        static Place parse(String text) {
            String step = text.substring(0, text.indexOf(':'));
            Part part = Arrays.stream(Part.values())
                    .filter(p -> p.steps().contains(step))
                    .findFirst()
                    .orElse(Part.ADOPT);
            return new Place(text, step, part);
        }

        boolean isOrderly() {
            return name.equals(ORDERLY);
        }

        Phase phase() {
            return Phase.valueOf(name.substring(step.length() + 1));
        }

        /** How many intents it leaves open. */
        int open() {
            return isOrderly() || phase() == Phase.OUTCOME ? 0 : 1;
        }
    }

    private final QuotaPathLife life;
    private final int boot;
    private final List<Place> places;
    private final String second;

    private DyingQuotaPath(QuotaPathLife life, int boot, List<Place> places) {
        this.life = life;
        this.boot = boot;
        this.places = places;
        this.second = DeviceContent.digest(life.second());
    }

    private static String disk(String name) {
        return "/dev/disk/by-id/virtio-DYING-" + name;
    }

    public static void main(String[] arguments) throws IOException {
        int boot = Integer.parseInt(arguments[0]);
        List<Place> places = Stream.of(arguments).skip(1).map(Place::parse).toList();
        FileSystemType type = Files.exists(Path.of(disk("XFS"))) ? FileSystemType.XFS : FileSystemType.EXT4;
        String stateDisk = disk("STATE");
        if (boot == 0) {
            HostProgram.run("mkfs.ext4", "-q", stateDisk);
        }
        Files.createDirectories(MOUNTED);
        HostProgram.run("mount", stateDisk, MOUNTED.toString());
        QuotaPathLife life = new QuotaPathLife(type, "/mnt/dying", disk(type.name()), disk("SECOND"), STATE);
        new DyingQuotaPath(life, boot, places).live();
        end();
    }

    private void live() throws IOException {
        Part first = Part.CREATE;
        if (boot > 0) {
            Place last = places.get(boot - 1);
            first = last.part;
            assertThat(life.openIntents())
                    .as("steps that the journal tells no end of, after the death at %s", last.name)
                    .isEqualTo(last.open());
            assertThat(Tools.kernelPath(life.first()))
                    .as("its device's name now")
                    .isNotEqualTo(Files.readString(NAME));
        }
        keep(NAME, Tools.kernelPath(life.first()));
        for (Part part : EnumSet.range(first, Part.ADOPT)) {
            if (boot == 0 || part != first) {
                prepare(part);
            } else if (part == Part.RELEASE && !isBackFromItsDeath()) {
                continue;
            }
            if (boot < places.size() && places.get(boot).part == part) {
                Place place = places.get(boot);
                if (!place.isOrderly()) {
                    dieAt(place);
                }
            }
            life.converges(part);
            life.isAsDeclared(part);
            madeOnce();
            assertThat(DeviceContent.digest(life.second()))
                    .as("the second device")
                    .isEqualTo(second);
        }
        if (boot < places.size()) {
            assertThat(places.get(boot).isOrderly())
                    .as("a place that was passed by")
                    .isTrue();
            end();
            HostProgram.run("mount", disk("STATE"), MOUNTED.toString());
            MachineReset.at(places.get(boot).name);
        }
    }

    /** What others do between the parts. */
    private void prepare(Part part) {
        if (part == Part.CREATE) {
            life.prepare(part);
        } else if (part == Part.GROW) {
            life.write();
            if (life.type() == FileSystemType.EXT4) {
                HostProgram.run("umount", life.path());
                HostProgram.run("resize2fs", "-f", life.first(), "32M");
                HostProgram.run("udevadm", "settle");
            }
        }
    }

    /**
     * What died while it was released is not mounted any more, and only what is mounted can be released: somebody wants it
     * again first. Where our mark is off already, it is no more ours.
     */
    private boolean isBackFromItsDeath() {
        boolean marked = HostProgram.attempt("blkid", "-p", "-o", "value", "-s", "LABEL", life.first())
                .output()
                .startsWith("nr-");
        if (marked) {
            life.converges(Part.GROW);
        } else {
            try (NodeResources node = life.started()) {
                node.apply(life.plan(node, Part.RELEASE)).orThrow();
            }
            assertThat(life.openIntents()).isZero();
        }
        return marked;
    }

    private void madeOnce() throws IOException {
        String now = life.uuid();
        if (Files.exists(UUID)) {
            assertThat(now).as("made once").isEqualTo(Files.readString(UUID));
        }
        keep(UUID, now);
    }

    /** Writes it so that it outlasts the death. */
    private static void keep(Path file, String text) throws IOException {
        Files.writeString(file, text);
        HostProgram.run("sync", "-f", file.toString());
    }

    private static void end() {
        Tools.unmountBelow("/mnt");
        HostProgram.run("umount", MOUNTED.toString());
    }

    private void dieAt(Place place) {
        AtRecord death = new AtRecord(place.step, place.phase(), () -> MachineReset.at(place.name));
        try (NodeResources node = death.open(QuotaPathLife.IDENTITY, STATE, QuotaPathLife.PROVIDERS)) {
            Plan plan = life.consented(node, place.part);
            String report = node.apply(
                            plan,
                            ApplyOptions.builder().listener(death.listener()).build())
                    .toJson();
            throw new AssertionError("it did not die at " + place.name + ": " + report);
        }
    }
}
