using Axle.Identity.Ports;

namespace Axle.Server.Mcp.Serving;

/// <summary>What clients of the MCP server may have done.</summary>
/// <param name="Workspace">Absolute path of the directory that runs work on.</param>
public sealed record McpServed(string Workspace)
{
    /// <summary>Whether runs may change the outside world; else tools with effects only plan. Default: false.</summary>
    public bool MayApply { get; init; }

    /// <summary>
    /// Whether clients may answer the questions that runs ask persons. Default: false, as a client is mostly a language model, and a model must not
    /// agree in a person's place.
    /// </summary>
    public bool MayApprove { get; init; }

    /// <summary>
    /// Knows people. A question that names some is answered by clients whose key stands for one of them. Null: a key's user is known by that word alone.
    /// </summary>
    public IIdentityStore? Users { get; init; }
}
