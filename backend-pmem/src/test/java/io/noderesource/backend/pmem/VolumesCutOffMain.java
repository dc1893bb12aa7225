package io.noderesource.backend.pmem;

import io.noderesource.backend.pmem.internal.jna.CutOffNdctl;
import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemNamespace.Mode;
import java.time.Duration;

/**
 * A process that works on a volume, and is cut off.
 *
 * <p>Arguments: {@code create}, {@code resize} or {@code destroy}, the mode, after how many changes.
 */
final class VolumesCutOffMain {

    static final String DRIVER = "pmem.csi.example.org";
    static final String ID = "pvc-cut";
    static final ByteSize SIZE = ByteSize.ofMebibytes(20);
    static final ByteSize LARGER = ByteSize.ofMebibytes(60);

    private VolumesCutOffMain() {}

    static VolumeRequest request(Mode mode, ByteSize size) {
        return VolumeRequest.builder(ID, size).mode(mode).build();
    }

    public static void main(String[] arguments) {
        PmemVolumes volumes = PmemVolumes.builder(DRIVER)
                .limit(Duration.ofMinutes(5))
                .open(CutOffNdctl.load(Integer.parseInt(arguments[2])));
        switch (arguments[0]) {
            case "create" -> volumes.create(request(Mode.valueOf(arguments[1]), SIZE));
            case "resize" -> volumes.resize(ID, LARGER);
            case "destroy" -> volumes.destroy(ID, HeldData.DESTROY);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }
}
