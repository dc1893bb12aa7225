package io.noderesource.backend.lvm;

import io.noderesource.house.InSandbox;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests on the {@link Fleet}, which is made once for all of them; a disk more, {@link #EXTRA}, is blank at first. */
@InSandbox(
        disks = {
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M",
            "64M:EXTRA"
        })
@ExtendWith(Fleet.class)
abstract class OnFleet {

    static final String EXTRA = "/dev/disk/by-id/virtio-EXTRA";
}
