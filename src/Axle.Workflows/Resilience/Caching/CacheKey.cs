using System.Security.Cryptography;
using System.Text;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.Caching;

/// <summary>
/// Which results may stand for each other: SHA-256 over the workflow's name, what the step does, the key text the author wrote, and what
/// the author cannot be expected to think of: the tenant, whether the run may change the outside world, and the model that is asked for.
/// </summary>
internal static class CacheKey
{
    /// <summary>Facts of a run that change what a step may see and do.</summary>
    private static readonly string[] Telling = ["tenant", "apply"];

    public static string Of(StepContext context, string key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(context.Workflow));
        Add(hash, ActionBytes(context.Action));
        Add(hash, Encoding.UTF8.GetBytes(key));
        foreach (var part in Telling.Select(name => context.Attributes.GetValueOrDefault(name)).Append(context.Provider).Append(context.Model))
            Add(hash, Encoding.UTF8.GetBytes(part ?? ""));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] ActionBytes(StepAction action)
    {
        var tree = new Tree(sorted: true);
        var parts = new ActionTree(tree, new StepTree(tree, StepDefaults.None)).Write(action);
        return Encoding.UTF8.GetBytes(tree.Object(parts.AsSpan()).ToJsonString());
    }

    /// <summary>Each part with its length before it: else "ab" and "c" would be "a" and "bc".</summary>
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }
}
