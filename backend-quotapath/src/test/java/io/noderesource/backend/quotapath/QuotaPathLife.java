package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.backend.quotapath.internal.QuotaPathBackendProvider;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.HostProgram;
import io.noderesource.house.JournalFile;
import io.noderesource.kinds.QuotaPathSpec;
import io.noderesource.kinds.QuotaPathSpec.FileSystemType;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.spi.BackendProvider;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The life of one quota path on a real node: what is declared, what others do in between, and what shall be then. Its first
 * device holds something old, and is wiped with a consent; a second one is declared behind it, and is never to be touched.
 *
 * @param type the type of its file system
 * @param path where it is mounted
 * @param first the device it is to get
 * @param second the device that is declared behind
 * @param state the state directory
 */
record QuotaPathLife(FileSystemType type, String path, String first, String second, Path state) {

    static final NodeIdentity IDENTITY = new NodeIdentity("edge-1", Map.of());
    static final List<BackendProvider> PROVIDERS = List.of(new QuotaPathBackendProvider());

    /** What a file that is written once has to say ever after. */
    private static final String KEPT = "kept";

    /** A part of the life: the steps that are planned in it, in their order. */
    enum Part {
        /** Wiped, made, mounted. */
        CREATE,
        /** Grown with its device. */
        GROW,
        /** Released. */
        RELEASE,
        /** Adopted again. */
        ADOPT;

        /** Simple names of the steps' classes. */
        List<String> steps() {
            return switch (this) {
                case CREATE -> List.of("WipeDevice", "MakeFileSystem", "MountFileSystem");
                case GROW -> List.of("GrowFileSystem");
                case RELEASE -> List.of("UnmarkFileSystem");
                case ADOPT -> List.of("MarkFileSystem");
            };
        }
    }

    /** The node as a process sees it that has just started. */
    NodeResources started() {
        return NodeResources.builder()
                .identity(IDENTITY)
                .providers(PROVIDERS)
                .stateDirectory(state)
                .build();
    }

    private Topology topology() {
        return Topology.of(QuotaPathSpec.builder(path)
                .from(DeviceSource.devices(first, second))
                .fileSystem(type)
                .options(List.of("prjquota", "noatime"))
                .build());
    }

    private Policy policy(Part part, List<Consent> consents) {
        Set<ResourceAddress> it = Set.of(new ResourceAddress(QuotaPathSpec.KIND, path));
        Policy.Builder policy = Policy.builder().consents(consents);
        if (part == Part.RELEASE) {
            policy.release(it);
        }
        if (part == Part.ADOPT) {
            policy.adopt(it);
        }
        return policy.build();
    }

    /** Plans a part without a consent. */
    Plan plan(NodeResources node, Part part) {
        return node.plan(topology(), policy(part, List.of()));
    }

    /** Plans a part. A device that is refused for what it holds gets a consent, as its refusal's remedy says. */
    Plan consented(NodeResources node, Part part) {
        Plan plan = plan(node, part);
        if (plan.refusals().isEmpty()) {
            return plan;
        }
        assertThat(plan.refusals()).as(plan.render()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code())
                    .isIn(StandardErrorCode.DEVICE_HAS_SIGNATURE, StandardErrorCode.DEVICE_HAS_CONTENT);
            assertThat(refusal.consent()).isNotNull();
        });
        String hash = String.valueOf(plan.refusals().get(0).consent());
        Plan consented = node.plan(
                topology(), policy(part, List.of(new Consent(hash, Instant.now().plusSeconds(3600)))));
        assertThat(consented.refusals()).as(consented.render()).isEmpty();
        return consented;
    }

    /** What others do before a part. */
    void prepare(Part part) {
        if (part == Part.CREATE) {
            HostProgram.run("mkfs.ext4", "-q", "-L", "old", first);
        }
        if (part == Part.GROW) {
            write();
            long mebibytes = (Long.parseLong(HostProgram.run("blockdev", "--getsize64", first)) >> 20) + 32;
            HostProgram.run("examples/sandbox/grow-disk", first.replaceFirst(".*/virtio-", ""), mebibytes + "M");
        }
        HostProgram.run("udevadm", "settle");
    }

    /** Writes what shall be there ever after. */
    void write() {
        try {
            Files.writeString(Path.of(path).resolve(KEPT), KEPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        HostProgram.run("sync", "-f", path);
    }

    /** After a restart: plans, applies, and has nothing left to do. */
    void converges(Part part) {
        try (NodeResources node = started()) {
            Plan plan = consented(node, part);
            ApplyReport report = node.apply(plan);
            assertThat(report.succeeded())
                    .as("%s%n%s", plan.render(), report.toJson())
                    .isTrue();
            Plan again = node.plan(topology());
            assertThat(again.steps()).as(again.render()).isEmpty();
            assertThat(again.refusals()).as(again.render()).isEmpty();
            assertThat(again.drifts()).as(again.render()).isEmpty();
        }
        assertThat(openIntents()).isZero();
    }

    /** Asks the system's own tools: mounted once, with our mark or without, limits hold, nothing is lost. */
    void isAsDeclared(Part part) throws IOException {
        assertThat(HostProgram.run("findmnt", "-rno", "TARGET,FSTYPE", "-S", Tools.kernelPath(first)))
                .isEqualTo(path + " " + type.word());
        assertThat(HostProgram.run("findmnt", "-rno", "SOURCE", path)).isEqualTo(Tools.kernelPath(first));
        assertThat(HostProgram.run("findmnt", "-rno", "OPTIONS", path)).contains("prjquota", "noatime");
        String label = HostProgram.attempt("blkid", "-p", "-o", "value", "-s", "LABEL", first)
                .output()
                .strip();
        assertThat(label).matches(part == Part.RELEASE ? "" : "nr-[0-9a-z]{9}");
        limitHolds(type, path);
        if (part != Part.CREATE) {
            assertThat(Files.readString(Path.of(path).resolve(KEPT))).isEqualTo(KEPT);
            assertThat(Long.parseLong(HostProgram.run("blockdev", "--getsize64", first)) - bytes())
                    .as("not used at the device's end")
                    .isLessThan(16L << 20);
        }
    }

    /** The size of the file system as its own tools tell it. */
    private long bytes() {
        String told = type == FileSystemType.EXT4
                ? HostProgram.run("dumpe2fs", "-h", first)
                : HostProgram.run("xfs_info", path);
        String blocks =
                type == FileSystemType.EXT4 ? "Block count:\\s+(\\d+)" : "data\\s+=\\s*bsize=\\d+\\s+blocks=(\\d+)";
        String size = type == FileSystemType.EXT4 ? "Block size:\\s+(\\d+)" : "data\\s+=\\s*bsize=(\\d+)";
        return number(told, blocks) * number(told, size);
    }

    private static long number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Long.parseLong(found.group(1));
    }

    /** Unmounts it and has it checked by its own tools. */
    void isInOrder() {
        HostProgram.run("umount", path);
        if (type == FileSystemType.EXT4) {
            HostProgram.run("e2fsck", "-fn", first);
        } else {
            HostProgram.run("xfs_repair", "-n", first);
        }
    }

    /** The UUID of its file system, which stays. */
    String uuid() {
        return HostProgram.run("blkid", "-p", "-o", "value", "-s", "UUID", first);
    }

    /** Intents in the journal that it tells no end of. */
    long openIntents() {
        return JournalFile.openIntents(state);
    }

    /** A limit of 1 MiB, set by the system's own tools, binds an ordinary user just there. */
    static void limitHolds(FileSystemType type, String path) {
        String directory = path + "/volume";
        HostProgram.run("rm", "-rf", directory);
        HostProgram.run("mkdir", "-m", "777", directory);
        if (type == FileSystemType.EXT4) {
            HostProgram.run("chattr", "-p", "7", "+P", directory);
        } else {
            HostProgram.run("xfs_quota", "-x", "-c", "project -s -p " + directory + " 7", path);
        }
        HostProgram.run("setquota", "-P", "7", "0", "1024", "0", "0", path);
        HostProgram.Result result = HostProgram.asNobody(
                "dd", "if=/dev/zero", "of=" + directory + "/file", "bs=64K", "count=64", "conv=fsync");
        assertThat(result.status()).isNotZero();
        assertThat(result.errors())
                .contains(type == FileSystemType.EXT4 ? "Disk quota exceeded" : "No space left on device");
        assertThat(Long.parseLong(HostProgram.run("stat", "-c", "%s", directory + "/file")))
                .isBetween(900L << 10, 1L << 20);
    }
}
