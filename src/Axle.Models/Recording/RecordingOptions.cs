namespace Axle.Models.Recording;

/// <summary>Whether and where model traffic is recorded or played back; section <c>recording</c> of <c>axle.yaml</c>.</summary>
/// <param name="Mode">What is done.</param>
/// <param name="File">The file: JSON, one exchange a line; see <see cref="ExchangeFile"/>.</param>
public sealed record RecordingOptions(RecordingMode Mode, string File)
{
    /// <summary>The file when none is named.</summary>
    public const string DefaultFile = "traffic.jsonl";

    /// <summary>Nothing is recorded and nothing played back.</summary>
    public static RecordingOptions Off { get; } = new(RecordingMode.Off, DefaultFile);
}

/// <summary>What is done with model traffic.</summary>
public enum RecordingMode
{
    /// <summary>Nothing.</summary>
    Off = 0,

    /// <summary>Every exchange is added to the file.</summary>
    Record,

    /// <summary>Every answer comes out of the file; nothing goes over the network, and no key is needed.</summary>
    Replay,
}
