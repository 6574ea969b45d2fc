namespace Axle.Models.Wire;

/// <summary>How one provider names its errors.</summary>
internal interface IErrorWords
{
    /// <summary>The kind of an error answer; null when its HTTP status says enough.</summary>
    ErrorKind? Classify(WireFault fault);
}
