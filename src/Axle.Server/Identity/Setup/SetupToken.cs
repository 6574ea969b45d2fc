using Axle.Identity.Secrets;

namespace Axle.Server.Identity.Setup;

/// <summary>What the server prints when it has no owner yet: who reads its console may become that, and no other process of the machine.</summary>
internal sealed class SetupToken
{
    private readonly byte[] _hash;

    /// <summary>Makes one.</summary>
    /// <param name="token">The token; null for one that nobody guesses.</param>
    public SetupToken(string? token = null)
    {
        Text = token ?? SecretText.New("axsetup_");
        _hash = SecretText.Hash(Text);
    }

    /// <summary>The token, to be printed.</summary>
    public string Text { get; }

    /// <summary>Whether somebody shows it.</summary>
    public bool Is(string? shown) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(SecretText.Hash(shown ?? ""), _hash);
}
