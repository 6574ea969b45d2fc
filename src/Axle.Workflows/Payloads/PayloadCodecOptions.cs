namespace Axle.Workflows.Payloads;

/// <summary>How values are stored from now on. What is stored already stays readable, whatever is set here, as long as its key is there.</summary>
public sealed record PayloadCodecOptions
{
    /// <summary>The keys that values are encrypted with and read with; null when nothing is encrypted.</summary>
    public PayloadKeys? Keys { get; init; }

    /// <summary>
    /// Whether new values are encrypted when there are <see cref="Keys"/>; true by default. False reads old values and writes new ones
    /// unencrypted: the way out of encryption.
    /// </summary>
    public bool Encrypt { get; init; } = true;

    /// <summary>Whether values are compressed when that makes them smaller; true by default.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>
    /// Whether values that are not encrypted are read although new ones would be; true by default, for what was written before. Set it to
    /// false after everything was encrypted once: then nobody can slip in a value without having a key.
    /// </summary>
    public bool AcceptUnencrypted { get; init; } = true;

    /// <summary>
    /// Bytes that a stored value may have when it is unpacked: 1 KiB to 1 GiB; 256 MiB by default. A value that claims or turns out to be
    /// larger is refused before memory is spent on it.
    /// </summary>
    public int MaxDecodedSize { get; init; } = 256 * 1024 * 1024;
}
