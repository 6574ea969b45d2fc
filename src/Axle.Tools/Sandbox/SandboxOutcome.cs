using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Tools.Sandbox;

/// <summary>What a program brought that ended well.</summary>
/// <param name="Result">
/// The value it gave as <c>output</c> (Python), returned (JavaScript) or selected last (SQL); undefined when it gave none.
/// </param>
/// <param name="Text">What it printed.</param>
/// <param name="Errors">What it printed as errors.</param>
/// <param name="Tables">Every <c>.csv</c> it left below <c>out/</c>.</param>
/// <param name="Pictures">Every picture it left there.</param>
/// <param name="Files">All other files it left there.</param>
/// <param name="Duration">From start to end, the sandbox's own start included.</param>
/// <param name="Notes">What was cut off or left out, one sentence each.</param>
public sealed record SandboxOutcome(
    JsonElement Result,
    string Text,
    string Errors,
    ImmutableArray<SandboxTable> Tables,
    ImmutableArray<SandboxPicture> Pictures,
    ImmutableArray<SandboxFile> Files,
    TimeSpan Duration,
    ImmutableArray<string> Notes);

/// <summary>A table that a program left.</summary>
/// <param name="Name">The file's path below <c>out/</c>.</param>
/// <param name="Columns">Names of its columns.</param>
/// <param name="Rows">Its rows, at most 10,000; numbers are numbers, all else is text.</param>
/// <param name="RowCount">How many rows there are in all.</param>
/// <param name="Content">The file as it is.</param>
public sealed record SandboxTable(
    string Name, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<JsonElement>> Rows, int RowCount, ReadOnlyMemory<byte> Content);

/// <summary>A picture that a program left.</summary>
/// <param name="Name">The file's path below <c>out/</c>.</param>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c>, <c>image/gif</c>, <c>image/webp</c> or <c>image/svg+xml</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record SandboxPicture(string Name, string MediaType, ReadOnlyMemory<byte> Content);
