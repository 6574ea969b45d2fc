using System.Security.Cryptography;

namespace Axle.Workflows.Definition.Writing;

/// <summary>
/// Tells whether two definitions are the same. Records with lists inside do not compare by content in .NET, so definitions are compared by
/// this hash: SHA-256 of the canonical JSON. Order of keys, layout, comments, and settings written out although they are the default
/// change nothing; the order of steps, of list items and of keys inside user data does.
/// </summary>
public static class WorkflowHash
{
    /// <summary>The hash as 64 lower-case hexadecimal digits.</summary>
    public static string Compute(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return Convert.ToHexStringLower(SHA256.HashData(WorkflowWriter.ToCanonicalBytes(workflow)));
    }
}
