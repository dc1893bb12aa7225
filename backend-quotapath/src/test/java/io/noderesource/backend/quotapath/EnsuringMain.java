package io.noderesource.backend.quotapath;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import java.nio.file.Path;

/** A process that makes directories projects, one after another, and says when it begins and ends each. */
final class EnsuringMain {

    private EnsuringMain() {}

    /** Quota path, MiB, directories; with 0 MiB they are released. */
    public static void main(String[] args) {
        try (ProjectQuotas quotas = ProjectQuotas.open(Path.of(args[0]))) {
            long mebibytes = Long.parseLong(args[1]);
            for (int i = 2; i < args.length; i++) {
                System.out.println("begin " + args[i]);
                if (mebibytes == 0) {
                    quotas.release(Path.of(args[i]));
                } else {
                    quotas.ensure(Path.of(args[i]), QuotaLimits.ofBytes(ByteSize.ofMebibytes(mebibytes)));
                }
                System.out.println("end " + args[i]);
            }
        } catch (NodeResourceException e) {
            System.out.println("error " + e.code().id());
        }
    }
}
