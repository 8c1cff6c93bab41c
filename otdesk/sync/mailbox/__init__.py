"""Mailboxes: the folders through which offices and the siège hand each other packets.

A mailbox is one folder: on a stick, a share, a Nextcloud folder, an SFTP or a WebDAV server. In it:

    envois/     what the offices send
    accuses/    what the siège answers
    */NAME.HEX.part    a delivery under way, or one that was cut (`.transit` over WebDAV:
                       Nextcloud and ownCloud keep names in `.part` for themselves)

A delivery is written beside its name, flushed, then renamed, and never takes the place of anything:
who sees a name sees a whole file. Deliveries that were cut stay for an hour, then the next one
removes them: by the server's own clock, as a transfer that lives keeps its file's date young.

`opening.mailbox` and `opening.sender` open one from an `address` and an `access`. E-mail is no
folder and only sends. fsspec, paramiko, webdav4 and smtplib are imported by the first use alone.
"""
