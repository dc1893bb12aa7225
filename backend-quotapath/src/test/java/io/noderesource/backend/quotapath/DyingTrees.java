package io.noderesource.backend.quotapath;

import static io.noderesource.backend.quotapath.QuotaFileSystems.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.quotapath.QuotaFileSystems.Kind;
import io.noderesource.house.MachineReset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One boot of a machine that dies while a large tree is made a project, when the kernel counts so many of its inodes: first on
 * ext4, then on XFS. Goes on where the last boot died, with another tree before. The last boot lives to the end. {@code MachineDeaths} boots it.
 *
 * <p>Arguments: the number of the boot, from 0, then the places, each {@code KIND:INODES}. System property:
 * {@code sandbox.files}.
 */
final class DyingTrees {

    private static final List<Kind> KINDS = List.of(Kind.EXT4, Kind.XFS);

    private record Place(String name, Kind kind, int inodes) {
        static Place parse(String text) {
            String[] words = text.split(":", 2);
            return new Place(text, Kind.valueOf(words[0]), Integer.parseInt(words[1]));
        }
    }

    /** A file system with its trees. */
    private record Scene(Kind kind, String device, Path mounted, FileTree first, FileTree second) {
        static Scene of(Kind kind) {
            Path mounted = Path.of("/run/dying").resolve(kind.name());
            return new Scene(
                    kind,
                    "/dev/disk/by-id/virtio-DYING-" + kind,
                    mounted,
                    new FileTree(mounted.resolve("first"), FileTree.INODES),
                    new FileTree(mounted.resolve("second"), FileTree.INODES / 10));
        }

        void make() throws IOException {
            kind.make(device);
            mount();
            first.make();
            second.make();
            run("umount", mounted.toString());
        }

        void mount() throws IOException {
            Files.createDirectories(mounted);
            run("mount", "-o", "prjquota", device, mounted.toString());
        }

        /** What the library says is what the programs say, and no file is another than it was. */
        void isWhole(ProjectQuotas quotas) throws IOException {
            long one = quotas.find(first.top()).orElseThrow().id();
            long other = quotas.find(second.top()).orElseThrow().id();
            assertThat(one).isNotEqualTo(other);
            assertThat(quotas.quotas()).extracting(ProjectQuota::id).containsExactlyInAnyOrder(one, other);
            first.isProject(one, kind, mounted, quotas);
            second.isProject(other, kind, mounted, quotas);
            first.isUnharmed();
            second.isUnharmed();
        }
    }

    private DyingTrees() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int boot = Integer.parseInt(arguments[0]);
        List<Place> places = Stream.of(arguments).skip(1).map(Place::parse).toList();
        if (boot == 0) {
            for (Kind kind : KINDS) {
                Scene.of(kind).make();
            }
        }
        Kind last = boot == 0 ? null : places.get(boot - 1).kind;
        for (Kind kind : KINDS) {
            Scene scene = Scene.of(kind);
            scene.mount();
            try (ProjectQuotas quotas = ProjectQuotas.open(scene.mounted)) {
                if (last == null || kind.compareTo(last) >= 0) {
                    if (kind == last) {
                        System.out.println(
                                "after the death at " + places.get(boot - 1).name + ": " + quotas.projects());
                        ensure(quotas, scene.second);
                    }
                    if (boot < places.size() && places.get(boot).kind == kind) {
                        dieAt(places.get(boot), quotas, scene);
                    }
                    ensure(quotas, scene.first);
                    ensure(quotas, scene.second);
                }
                scene.isWhole(quotas);
            }
            run("umount", scene.mounted.toString());
        }
    }

    private static void ensure(ProjectQuotas quotas, FileTree tree) {
        quotas.ensure(tree.top(), QuotaLimits.ofBytes(tree.limit()));
    }

    private static void dieAt(Place place, ProjectQuotas quotas, Scene scene) throws InterruptedException {
        long other = quotas.find(scene.second.top()).map(Project::id).orElse(0L);
        Thread watch = new Thread(() -> {
            await(place.inodes / 2, other, quotas);
            // XFS may keep its log in memory for half a minute: then nothing at all would be left of the work.
            run("sync", "-f", scene.mounted.toString());
            await(place.inodes, other, quotas);
            MachineReset.at(place.name);
        });
        watch.setDaemon(true);
        watch.start();
        ensure(quotas, scene.first);
        // It was quicker than the watch; the machine dies just after then.
        watch.join();
        throw new AssertionError("it did not die at " + place.name + ": " + quotas.projects());
    }

    /** Waits until the kernel counts so many inodes of a project that is not the other one. */
    private static void await(int inodes, long other, ProjectQuotas quotas) {
        while (quotas.quotas().stream()
                .noneMatch(quota -> quota.id() != other && quota.use().inodes() >= inodes)) {
            Thread.onSpinWait();
        }
    }
}
