namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>sandbox check</c>.</summary>
internal sealed record SandboxStateDocument(bool Usable, bool Python, bool Javascript, string? Problem);
