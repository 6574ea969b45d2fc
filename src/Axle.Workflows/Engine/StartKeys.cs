using System.Security.Cryptography;
using System.Text;

namespace Axle.Workflows.Engine;

/// <summary>Ids of runs that are started by key: the same workflow and key give the same id, so the store's own key makes the start idempotent.</summary>
internal static class StartKeys
{
    private const int Longest = 512;

    /// <exception cref="AxleException">Validation: the key is empty or too long.</exception>
    public static RunId IdOf(string workflow, string key)
    {
        if (key.Length is 0 or > Longest)
            throw new AxleException(ErrorKind.Validation, $"A start key has 1 to {Longest} characters, not {key.Length}.");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{workflow}\n{key}"));
        return new RunId("key-" + Convert.ToHexStringLower(hash)[..40]);
    }
}
