using System.Globalization;
using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;

namespace Axle.Tools.BuiltIn.Git;

/// <summary>The tools that read a repository: <c>git.status</c>, <c>git.log</c>, <c>git.diff</c>, <c>git.show</c>, <c>git.blame</c>.</summary>
public static class GitTools
{
    // A revision may not begin with '-', or git would take it for an option; ':' would name other things than commits.
    private const string Revision = """
        { "type": "string", "maxLength": 200, "pattern": "^[A-Za-z0-9_@][A-Za-z0-9_./@{}~^-]*$", "x-axle-sink": "argument",
          "description": "A commit, branch or tag." }
        """;

    private const string FilePath = """{ "type": "string", "format": "workspace-path", "description": "A file or folder, relative to the workspace." }""";

    private static readonly string[] Safe = ["--no-ext-diff", "--no-textconv", "--no-color"];

    /// <summary>Makes one of each.</summary>
    public static IReadOnlyList<ITool> All() =>
    [
        new GitReading("git.status", "Shows the branch and which files are changed, staged or new.", "", "", static _ =>
            ["status", "--porcelain=v1", "--branch"]),
        new GitReading(
            "git.log", "Lists commits, newest first: hash, time, author, title.",
            $$"""
            "from": {{Revision}}, "path": {{FilePath}},
            "most": { "type": "integer", "minimum": 1, "maximum": 1000, "default": 30, "x-axle-clamp": true, "description": "Most commits to list." }
            """,
            "", static a =>
            [
                "log", "--no-color", "--no-show-signature", "--date=iso-strict", "--format=%h %ad %an: %s",
                $"--max-count={SourceSelection.Number(a, "most", 30).ToString(CultureInfo.InvariantCulture)}", .. Optional(a, "from"), .. Paths(a),
            ]),
        new GitReading(
            "git.diff", "Shows what changed: in the working tree, staged, or between two commits.",
            $$"""
            "from": {{Revision}}, "to": {{Revision}}, "path": {{FilePath}},
            "staged": { "type": "boolean", "default": false, "description": "What is staged, in place of the working tree." }
            """,
            "", static a => ["diff", .. Safe, .. SourceSelection.Flag(a, "staged", false) ? ["--cached"] : Array.Empty<string>(),
                .. Optional(a, "from"), .. Optional(a, "to"), .. Paths(a)]),
        new GitReading(
            "git.show", "Shows one commit with its changes.", $$""" "revision": {{Revision}}, "path": {{FilePath}} """, "\"revision\"",
            static a => ["show", .. Safe, "--no-show-signature", a.GetProperty("revision").GetString()!, .. Paths(a)]),
        new GitReading(
            "git.blame", "Shows who changed each line of a file last, and in which commit.",
            $$"""
            "path": {{FilePath}},
            "fromLine": { "type": "integer", "minimum": 1, "default": 1, "description": "First line, from 1." },
            "lines": { "type": "integer", "minimum": 1, "maximum": 5000, "default": 200, "x-axle-clamp": true, "description": "How many lines." }
            """,
            "\"path\"", static a =>
            [
                "blame", "--no-textconv", "--date=short", "-L",
                string.Create(CultureInfo.InvariantCulture, $"{SourceSelection.Number(a, "fromLine", 1)},+{SourceSelection.Number(a, "lines", 200)}"),
                .. Paths(a),
            ]),
    ];

    private static string[] Optional(JsonElement arguments, string name) => SourceSelection.Text(arguments, name) is { } text ? [text] : [];

    private static string[] Paths(JsonElement arguments) => SourceSelection.Text(arguments, "path") is { } path ? ["--", path] : ["--"];
}
