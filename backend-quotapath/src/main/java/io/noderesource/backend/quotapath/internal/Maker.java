package io.noderesource.backend.quotapath.internal;

import io.noderesource.backend.quotapath.QuotaPathErrorCode;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceType;
import io.noderesource.kinds.GrowFileSystem;
import io.noderesource.kinds.MakeFileSystem;
import io.noderesource.linux.CommandRunner;
import io.noderesource.linux.ExclusiveDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes and grows file systems by the programs that do that; there is no library. */
final class Maker {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

    private static final int MOST_SAID = 500;

    private final Programs programs;

    Maker(Programs programs) {
        this.programs = programs;
    }

    /**
     * The arguments that make a file system. Nothing is forced, and what was proven blank need not be discarded. On
     * persistent memory a block is a page, without which no file is mapped directly (Documentation/filesystems/dax.rst); a
     * small ext4 has smaller ones otherwise.
     */
    static List<String> making(MakeFileSystem step, BlockDevice device) {
        List<String> arguments = new ArrayList<>(List.of("-q"));
        switch (step.fileSystem()) {
            case EXT4 -> {
                arguments.addAll(List.of("-O", "quota,project", "-E", "quotatype=prjquota,nodiscard"));
                if (device.type() == DeviceType.PMEM) {
                    arguments.addAll(List.of("-b", "4096"));
                }
                arguments.addAll(List.of("-U", step.uuid()));
            }
            case XFS -> arguments.addAll(List.of("-K", "-m", "uuid=" + step.uuid()));
        }
        arguments.addAll(List.of("-L", step.label(), "--", device.path()));
        return arguments;
    }

    /**
     * Makes a file system on a device that is blank when the program is started. The proof that the step was checked with is
     * as old as an observation, and the programs give none: mkfs.xfs refuses what libblkid knows, other content it
     * overwrites, and mke2fs looks for that only on a terminal (e2fsprogs, misc/mke2fs.c, CHECK_FS_EXIST).
     */
    void make(MakeFileSystem step, BlockDevice device, Duration limit) {
        String what = "cannot " + step.summary();
        long began = System.nanoTime();
        ExclusiveDevice.requireBlank(device, what);
        Duration left = limit.minusNanos(System.nanoTime() - began);
        if (left.isNegative()) {
            // Nobody waits any more, and a program that is ended at once has written by then.
            throw new NodeResourceException(
                    StandardErrorCode.DEADLINE,
                    what + ": reading " + device.path() + " did not end within " + limit.toSeconds()
                            + " s, and nothing is made; look for a hung device in the kernel log");
        }
        run("mkfs." + step.fileSystem().word(), making(step, device), left, what, QuotaPathErrorCode.MAKING_FAILED);
    }

    void grow(GrowFileSystem step, String device, Duration limit) {
        String what = "cannot " + step.summary();
        switch (step.fileSystem()) {
            case EXT4 -> run("resize2fs", List.of("--", device), limit, what, QuotaPathErrorCode.GROWING_FAILED);
            case XFS ->
                run(
                        "xfs_growfs",
                        List.of("-d", "--", step.address().name()),
                        limit,
                        what,
                        QuotaPathErrorCode.GROWING_FAILED);
        }
    }

    private void run(String program, List<String> arguments, Duration limit, String what, ErrorCode code) {
        List<String> command = new ArrayList<>();
        command.add(programs.find(program)
                .orElseThrow(() -> new NodeResourceException(
                        StandardErrorCode.QP_NO_PROGRAM,
                        what + ": " + program + " is not installed; " + StandardErrorCode.QP_NO_PROGRAM.remedy())));
        command.addAll(arguments);
        CommandRunner.Ended ended = CommandRunner.run(command, ENVIRONMENT, limit);
        if (ended.killed()) {
            throw new NodeResourceException(
                    StandardErrorCode.DEADLINE,
                    what + ": " + program + " did not end within " + limit.toSeconds()
                            + " s and was ended; look for a hung device in the kernel log");
        }
        if (ended.status() != 0) {
            throw new NodeResourceException(
                    code, what + ": " + program + " ended with " + ended.status() + ": " + said(ended));
        }
    }

    private static String said(CommandRunner.Ended ended) {
        String all = (ended.errors() + " " + ended.output()).strip().replaceAll("\\s+", " ");
        return all.isEmpty() ? "it says nothing" : all.length() > MOST_SAID ? all.substring(0, MOST_SAID) : all;
    }
}
