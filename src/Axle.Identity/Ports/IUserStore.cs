using Axle.Identity.Users;

namespace Axle.Identity.Ports;

/// <summary>Port: keeps users. Every change is durable when its method returns.</summary>
public interface IUserStore
{
    /// <summary>Whether anybody was added yet: until then the server waits for its owner.</summary>
    ValueTask<bool> HasUsersAsync(CancellationToken cancellationToken);

    /// <summary>Adds a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="onlyAsFirst">Whether it is added only when nobody was before: of two that want to be the first, one is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when the name is taken, or somebody was first.</returns>
    ValueTask<bool> AddUserAsync(User user, bool onlyAsFirst, CancellationToken cancellationToken);

    /// <summary>Finds a user by id; null when there is none.</summary>
    ValueTask<User?> FindUserAsync(string id, CancellationToken cancellationToken);

    /// <summary>Finds a user by the name it signs in with; null when there is none.</summary>
    ValueTask<User?> FindUserByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Finds the user that an invitation is for; null when there is none.</summary>
    ValueTask<User?> FindInvitedAsync(ReadOnlyMemory<byte> invitationHash, CancellationToken cancellationToken);

    /// <summary>Finds the user who signs in elsewhere; null when nobody is known by it.</summary>
    /// <param name="issuer">The provider, as it names itself.</param>
    /// <param name="subject">Id of the person there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<User?> FindUserByLoginAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>Lets a user sign in elsewhere. A login that is another's stays so.</summary>
    ValueTask PutLoginAsync(string issuer, string subject, string user, CancellationToken cancellationToken);

    /// <summary>Lists users by name.</summary>
    /// <param name="tenant">Only members of this tenant; null for all.</param>
    /// <param name="after">Only names behind this one; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyList<User>> ListUsersAsync(string? tenant, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Replaces a user, when nobody changed it since it was read.</summary>
    ValueTask<bool> ChangeUserAsync(User user, CancellationToken cancellationToken);

    /// <summary>Removes a user with its sessions, keys, codes and memberships.</summary>
    ValueTask<bool> RemoveUserAsync(string id, CancellationToken cancellationToken);

    /// <summary>Uses up a step of codes by time, and all before it. Of two that use the same step, one is told true.</summary>
    ValueTask<bool> UseCodeStepAsync(string user, long step, CancellationToken cancellationToken);

    /// <summary>The last step that was used up; 0 for none.</summary>
    ValueTask<long> LastCodeStepAsync(string user, CancellationToken cancellationToken);

    /// <summary>Replaces a user's recovery codes by others, given as hashes.</summary>
    ValueTask PutRecoveryCodesAsync(string user, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken);

    /// <summary>Uses up a recovery code. False when there is none such.</summary>
    ValueTask<bool> UseRecoveryCodeAsync(string user, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);
}
