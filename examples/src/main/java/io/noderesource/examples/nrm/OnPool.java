package io.noderesource.examples.nrm;

import io.noderesource.base.NodeResourceException;
import io.noderesource.devices.DeviceController;
import io.noderesource.devices.PoolLook;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.devices.plan.PoolPicture;
import io.noderesource.devices.plan.PoolSettings;
import io.noderesource.devices.platform.EdgePlatform;
import io.noderesource.devices.resource.ManifestStore;
import picocli.CommandLine.Mixin;

/** What the commands on declared devices have in common. */
abstract class OnPool extends DevicesCommand.OnEdgex {

    @Mixin
    final PoolOptions pool = new PoolOptions();

    OnPool(Session session) {
        super(session);
    }

    final DeviceController controller(EdgePlatform platform, ManifestStore store, PoolSettings settings) {
        return DeviceController.builder(platform, store, settings)
                .clock(session.clock())
                .build();
    }

    /** Where nothing could be seen there is one thing to tell, and not one for each resource. */
    static PoolLook seen(PoolLook look, EdgePlatform platform) {
        PoolPicture picture = look.picture();
        if (picture.isBlind()) {
            throw new NodeResourceException(
                    DevicesErrorCode.UNSEEN,
                    "cannot look at " + platform.describe() + ": "
                            + picture.listings().get(0).reason() + "; nothing was changed there; "
                            + DevicesErrorCode.UNSEEN.remedy());
        }
        return look;
    }
}
