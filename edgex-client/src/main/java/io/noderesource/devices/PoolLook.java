package io.noderesource.devices;

import io.noderesource.devices.plan.PoolPicture;
import io.noderesource.plan.Plan;

/**
 * What one look at a node pool found; nothing was changed by it.
 *
 * @param plan what a pass would do on the platform
 * @param picture how resources and platform stand beside each other
 */
public record PoolLook(Plan plan, PoolPicture picture) {}
