namespace Axle.Models.Wire;

/// <summary>How one provider, and the SDK that speaks to it, names its errors.</summary>
internal interface IErrorWords
{
    /// <summary>The kind of an error answer; null when its HTTP status says enough.</summary>
    ErrorKind? Classify(WireFault fault);

    /// <summary>An error that arrived inside a stream, as the SDK throws it; null when the exception is none.</summary>
    WireFault? ReadStreamFault(Exception exception) => null;

    /// <summary>Whether the SDK throws this when an answer is JSON but not what the protocol promises.</summary>
    bool IsUnreadableAnswer(Exception exception) => false;
}
