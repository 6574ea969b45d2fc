using Axle.Identity.Passkeys;

namespace Axle.Identity.Ports;

/// <summary>Port: keeps passkeys.</summary>
public interface IPasskeyStore
{
    /// <summary>Adds a passkey. False when there is a credential of that id, or the user has <see cref="Passkey.Most"/>.</summary>
    ValueTask<bool> AddPasskeyAsync(Passkey passkey, CancellationToken cancellationToken);

    /// <summary>Finds a passkey by the id of its credential; null when there is none.</summary>
    ValueTask<Passkey?> FindPasskeyAsync(ReadOnlyMemory<byte> credential, CancellationToken cancellationToken);

    /// <summary>Lists the passkeys of a user, the oldest first.</summary>
    ValueTask<IReadOnlyList<Passkey>> ListPasskeysAsync(string user, CancellationToken cancellationToken);

    /// <summary>Notes that a passkey was used: its count, whether it is copied, and when.</summary>
    ValueTask UsePasskeyAsync(Passkey used, CancellationToken cancellationToken);

    /// <summary>Removes a passkey of a user. False when there is none such.</summary>
    ValueTask<bool> RemovePasskeyAsync(string user, ReadOnlyMemory<byte> credential, CancellationToken cancellationToken);

    /// <summary>Removes all passkeys of a user.</summary>
    ValueTask RemovePasskeysAsync(string user, CancellationToken cancellationToken);
}
