-- Writes a backup on the server; the service may run. sqlcmd -S db -d Mpnst -U owner -b -v file="/backup/mpnst.bak" -i sqlserver-backup.sql
DECLARE @database sysname = DB_NAME();
BACKUP DATABASE @database TO DISK = N'$(file)' WITH COPY_ONLY, INIT, CHECKSUM;
RESTORE VERIFYONLY FROM DISK = N'$(file)' WITH CHECKSUM;
