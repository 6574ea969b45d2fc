namespace Axle.Tests.Support;

/// <summary>
/// Public MCP servers and the public conformance suite of npm, with a Node that can run them. Installed once into <c>artifacts/mcp</c>; where npm
/// cannot be reached, tests that need them are skipped and say so.
/// </summary>
internal static class McpPackages
{
    private static readonly NpmFolder Npm = new(
        "mcp",
        "node@22.23.3", "@modelcontextprotocol/conformance@0.2.0-alpha.12", "@modelcontextprotocol/server-filesystem@2026.8.31",
        "@modelcontextprotocol/server-everything@2026.8.31", "@modelcontextprotocol/server-memory@2026.8.31");

    /// <summary>Node.</summary>
    public static string Node => Npm.Program(".bin/node");

    /// <summary>A program of a package, to be given to <see cref="Node"/>.</summary>
    public static string Program(string path) => Npm.Program(path);

    /// <summary>The filesystem server's program.</summary>
    public static string Filesystem => Program("@modelcontextprotocol/server-filesystem/dist/index.js");

    /// <summary>The program of the server that has one of everything.</summary>
    public static string Everything => Program("@modelcontextprotocol/server-everything/dist/index.js");

    /// <summary>The memory server's program.</summary>
    public static string Memory => Program("@modelcontextprotocol/server-memory/dist/index.js");

    /// <summary>Skips the test, visibly, where the packages cannot be had.</summary>
    public static void Need() => Npm.Need();
}
