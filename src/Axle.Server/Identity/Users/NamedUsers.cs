using Axle.Identity.Ports;
using Axle.Identity.Users;

namespace Axle.Server.Identity.Users;

/// <summary>Users as people name them in settings.</summary>
internal static class NamedUsers
{
    private const int PageSize = 500;

    /// <summary>Finds a user by id, by the name it signs in with, or by e-mail address.</summary>
    /// <returns>Null when there is none, or more than one has the address.</returns>
    public static async ValueTask<User?> FindAsync(IUserStore users, string word, CancellationToken cancellationToken) =>
        await users.FindUserAsync(word, cancellationToken) ?? await users.FindUserByNameAsync(word, cancellationToken)
        ?? (word.Contains('@', StringComparison.Ordinal) ? await FindByAddressAsync(users, word, cancellationToken) : null);

    private static async ValueTask<User?> FindByAddressAsync(IUserStore users, string address, CancellationToken cancellationToken)
    {
        var found = new List<User>();
        string? after = null;
        do
        {
            var page = await users.ListUsersAsync(tenant: null, after, PageSize, cancellationToken);
            found.AddRange(page.Where(user => string.Equals(user.Email, address, StringComparison.OrdinalIgnoreCase)));
            after = page.Count == PageSize ? page[^1].Name : null;
        }
        while (after is not null);
        return found.Count == 1 ? found[0] : null;
    }
}
