using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Tools.Sandbox;

/// <summary>A program to be run in the sandbox.</summary>
/// <param name="Language">What it is written in.</param>
/// <param name="Source">Its text.</param>
public sealed record SandboxJob(SandboxLanguage Language, string Source)
{
    /// <summary>A JSON object: what the program reads as <c>inputs</c>. For SQL, every member that is a list of objects is a table.</summary>
    public JsonElement Inputs { get; init; } = JsonElement.Parse("{}");

    /// <summary>Files that it finds below <c>in/</c>; for SQL, every <c>.csv</c> is a table.</summary>
    public ImmutableArray<SandboxFile> Files { get; init; } = [];

    /// <summary>What it may take.</summary>
    public SandboxLimits Limits { get; init; } = new();

    /// <summary>Whom it is for, in logs.</summary>
    public string Name { get; init; } = "";
}

/// <summary>A file that goes into the sandbox, or came out of it.</summary>
/// <param name="Name">Relative path with <c>/</c>; no part of it is <c>.</c> or <c>..</c>.</param>
/// <param name="Content">What is in it.</param>
public sealed record SandboxFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>What programs can be written in.</summary>
public enum SandboxLanguage
{
    /// <summary>Python 3.</summary>
    Python = 0,

    /// <summary>JavaScript, by Node.</summary>
    JavaScript,

    /// <summary>SQL, by SQLite.</summary>
    Sql,
}
