namespace Axle.Models.Evidence;

/// <summary>How much a finding matters, as this room understands the names that tools write.</summary>
internal enum FindingSeverity
{
    Info = 0,
    Low,
    Medium,
    High,
    Critical,
}
