using System.Diagnostics;

namespace Axle.Models.Configuration;

/// <summary>A key that can be used but not printed: logs, records and debuggers show <c>***</c>.</summary>
[DebuggerDisplay("***")]
public sealed class Secret
{
    private readonly string _value;

    /// <summary>Wraps a key.</summary>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value.Trim();
    }

    /// <summary>The key itself; call it only where a request is signed.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
