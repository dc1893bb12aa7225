package io.noderesource.backend.lvm;

import io.noderesource.backend.lvm.PowerCut.Disk;
import io.noderesource.house.HostProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Disks made of slices of one real disk. While they are recorded, every write to any of them goes through one
 * dm-log-writes, so that one log has the order of them all.
 *
 * <p>Nothing lies at the real disk's own beginning: what would be found there would be found on the slice too, and LVM takes
 * one PV on two devices for an accident.
 */
final class RecordedDisks implements AutoCloseable {

    private static final String RECORDER = "powercut-log";
    private static final int MEBIBYTE = 1 << 20;
    private static final int SECTOR = 512;

    private final Path base;
    private final Path log;
    private final List<Disk> disks;

    private RecordedDisks(Path base, Path log, List<Disk> disks) {
        this.base = base;
        this.log = log;
        this.disks = List.copyOf(disks);
    }

    /**
     * A disk that is wanted.
     *
     * @param sector how many bytes it writes as a whole or not at all
     */
    record Wanted(String name, int mebibytes, int sector) {}

    /** Starts to record blank disks. */
    static RecordedDisks record(String base, String log, List<Wanted> wanted) throws IOException {
        List<Disk> disks = new ArrayList<>();
        int at = MEBIBYTE;
        for (Wanted disk : wanted) {
            disks.add(new Disk(disk.name(), at, disk.mebibytes() * MEBIBYTE, disk.sector()));
            at += disk.mebibytes() * MEBIBYTE;
        }
        RecordedDisks recorded =
                new RecordedDisks(Path.of(base).toRealPath(), Path.of(log).toRealPath(), disks);
        HostProgram.run("modprobe", "dm-log-writes");
        HostProgram.run(
                "dmsetup",
                "create",
                RECORDER,
                "--table",
                "0 " + at / SECTOR + " log-writes " + recorded.base + " " + recorded.log);
        recorded.plug("/dev/mapper/" + RECORDER);
        return recorded;
    }

    List<Disk> disks() {
        return disks;
    }

    Disk disk(String name) {
        return disks.stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
    }

    /** The device of a disk. */
    static String device(String name) {
        return "/dev/mapper/" + name;
    }

    /** The disks keep their UUIDs, whatever lies under them: they are known by them. */
    private void plug(String under) {
        String slices = disks.stream()
                .map(d -> d.name() + ",powercut-" + d.name() + ",,,0 " + d.length() / SECTOR + " linear " + under + " "
                        + d.start() / SECTOR)
                .collect(Collectors.joining(";"));
        HostProgram.run("dmsetup", "create", "--concise", slices);
        HostProgram.run("udevadm", "settle");
    }

    private void unplug() {
        disks.forEach(d -> HostProgram.run("dmsetup", "remove", "--retry", d.name()));
    }

    /** Sets a mark in the log. */
    static void mark(String text) {
        HostProgram.run("dmsetup", "message", RECORDER, "0", "mark", text);
    }

    /** Brings to the medium what the test itself has written, disk by disk. */
    void flush() throws IOException {
        for (Disk disk : disks) {
            try (FileChannel channel = FileChannel.open(Path.of(device(disk.name())), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Ends the recording; from now on the disks are slices of the real disk itself. */
    WriteLog end() throws IOException {
        unplug();
        HostProgram.run("dmsetup", "remove", "--retry", RECORDER);
        WriteLog ended = WriteLog.read(log);
        plug(base.toString());
        return ended;
    }

    /** Gives a disk the content that it has in an image of all disks, as it is when the machine comes up again. */
    void restore(Disk disk, byte[] image) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(device(disk.name())), StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(image, disk.start(), disk.length());
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
    }

    /** Has udev look at disks anew, as it does when the machine comes up. */
    static void settle(List<String> names) {
        List<String> command = new ArrayList<>(List.of("udevadm", "trigger", "--settle", "--action=change"));
        names.forEach(name -> command.add(device(name)));
        HostProgram.run(command.toArray(String[]::new));
        // What udev noticed by itself when the disks were written to.
        HostProgram.run("udevadm", "settle");
    }

    /** What lies on the real disk where a disk is, past all caches. */
    byte[] onMedium(Disk disk) throws IOException {
        HostProgram.run("blockdev", "--flushbufs", device(disk.name()));
        HostProgram.run("blockdev", "--flushbufs", base.toString());
        try (FileChannel channel = FileChannel.open(base, StandardOpenOption.READ)) {
            ByteBuffer content = ByteBuffer.allocate(disk.length());
            channel.position(disk.start());
            while (content.hasRemaining() && channel.read(content) > 0) {}
            return content.array();
        }
    }

    @Override
    public void close() {
        disks.forEach(d -> HostProgram.attempt("dmsetup", "remove", "--retry", d.name()));
        HostProgram.attempt("dmsetup", "remove", "--retry", RECORDER);
        Witness.blank(List.of(base.toString(), log.toString()));
    }
}
