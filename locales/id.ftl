### core

## Screens

screen-overview = Ringkasan
screen-team = Tim
screen-invitations = Undangan
screen-groups = Grup
screen-roles = Peran
screen-plan = Paket & kursi
screen-activity = Aktivitas
screen-waiting = Menunggu & ditolak
screen-my-access = Akses saya
screen-settings = Pengaturan

## Roles: the label, who it suits, and the role in one line

role-owner = Pemilik
role-owner-best-for = Pemilik usaha
role-owner-about = Kendali penuh. Tidak bisa dikeluarkan; hanya ada satu di setiap toko.
role-admin = Admin
role-admin-best-for = Orang kepercayaan
role-admin-about = Hampir semua yang bisa dilakukan Pemilik, termasuk mengelola staf.
role-manager = Manajer
role-manager-best-for = Kepala shift atau kepala toko
role-manager-about = Menjalankan operasional harian serta melihat tim dan undangannya.
role-seller = Penjual
role-seller-best-for = Kasir
role-seller-about = Melayani pelanggan dan mencatat penjualan.
role-inventory-handler = Petugas stok
role-inventory-handler-best-for = Staf gudang
role-inventory-handler-about = Mengurus produk dan stok, tetapi bukan penjualan atau staf.
role-viewer = Peninjau
role-viewer-best-for = Akuntan atau mitra pasif
role-viewer-about = Melihat laporan dan data tanpa mengubah apa pun.

## Areas of the role matrix

area-ring-up-sales = Mencatat penjualan (POS)
area-void-sale = Membatalkan penjualan
area-manage-catalog = Mengelola produk & katalog
area-adjust-inventory = Menyesuaikan stok
area-manage-customers = Mengelola pelanggan
area-manage-promotions = Mengelola promosi
area-view-reports = Melihat laporan & dasbor
area-invite-remove-staff = Mengundang / mengeluarkan staf
area-change-member-role = Mengubah peran anggota
area-view-team = Melihat tim & undangan
area-store-settings = Pengaturan & merek toko
area-billing-plan = Tagihan & paket

level-full = Penuh
level-partial = Sebagian
level-none = Tidak ada

limit-own-sales = Hanya penjualan sendiri
limit-stock-reports = Hanya laporan stok

bound-always = Selalu
bound-by-group = Lewat grup
bound-never = Tidak pernah

## The 25 omnichannel permissions: the label, and what it allows

section-dashboard = Dasbor
section-product = Produk
section-inventory = Stok
section-price = Harga
section-orders = Pesanan
section-sync-log = Log sinkronisasi
section-logistics = Logistik
section-channel = Kanal
section-developer = Pengembang
section-json-api = JSON API
section-users = Pengguna

permission-dashboard-view = Lihat dasbor
permission-dashboard-view-about = Melihat dasbor omnichannel dan angka-angkanya.
permission-product-view = Lihat produk
permission-product-view-about = Melihat produk di semua kanal.
permission-product-scan = Pindai produk
permission-product-scan-about = Memindai kanal untuk mencari produk yang belum ada di sini.
permission-product-download = Unduh produk
permission-product-download-about = Mengambil produk dari kanal ke toko.
permission-product-upload = Unggah produk
permission-product-upload-about = Mengirim produk dari toko ke kanal.
permission-inventory-view = Lihat stok
permission-inventory-view-about = Melihat berapa stok setiap barang.
permission-inventory-update = Ubah stok
permission-inventory-update-about = Mengubah stok, langsung di semua kanal.
permission-price-view = Lihat harga
permission-price-view-about = Melihat harga di semua kanal.
permission-price-update = Ubah harga
permission-price-update-about = Mengubah harga, langsung di semua kanal.
permission-orders-view = Lihat pesanan
permission-orders-view-about = Melihat pesanan dan siapa pemesannya.
permission-orders-fulfillment = Proses pesanan
permission-orders-fulfillment-about = Mengatur pengiriman dan mencetak resi.
permission-orders-download = Unduh pesanan
permission-orders-download-about = Menyimpan pesanan sebagai berkas.
permission-sync-log-view = Lihat log sinkronisasi
permission-sync-log-view-about = Melihat apa yang dipertukarkan dengan kanal, dan apa yang gagal.
permission-logistics-view = Lihat logistik
permission-logistics-view-about = Melihat kurir dan pengiriman.
permission-logistics-update = Ubah logistik
permission-logistics-update-about = Mengubah kurir dan pengiriman.
permission-channel-view = Lihat kanal
permission-channel-view-about = Melihat marketplace mana saja yang terhubung.
permission-channel-add = Tambah kanal
permission-channel-add-about = Menghubungkan marketplace lain.
permission-channel-edit = Ubah kanal
permission-channel-edit-about = Mengubah cara sebuah marketplace terhubung.
permission-channel-delete = Hapus kanal
permission-channel-delete-about = Memutus sebuah marketplace bagi semua orang.
permission-developer-view = Lihat alat pengembang
permission-developer-view-about = Melihat kunci dan alat yang ditujukan bagi programmer.
permission-json-api-view = Lihat JSON API
permission-json-api-view-about = Melihat data mentah yang dikirim kanal.
permission-users-view = Lihat pengguna
permission-users-view-about = Melihat siapa saja yang memakai omnichannel.
permission-users-create = Tambah pengguna
permission-users-create-about = Menambahkan orang ke omnichannel.
permission-users-edit = Ubah pengguna
permission-users-edit-about = Mengubah apa yang boleh dilakukan orang di omnichannel.
permission-users-delete = Hapus pengguna
permission-users-delete-about = Mengeluarkan orang dari omnichannel.

## Why somebody has a permission, or has not

reason-by-role = Sudah termasuk dalam peran
reason-by-group = Diberikan oleh { $groups }
reason-cut-by-role = { $groups_count ->
    [0] Tidak boleh dipegang peran ini, apa pun grupnya
   *[other] { $groups } memberikannya, tetapi peran ini tidak boleh memegangnya
}
reason-no-group = Tidak ada grup yang memberikannya
reason-implied-view = Ikut serta karena izin lain di bagian ini

## Plans, and the state of things

plan-starter = Starter
plan-starter-about = Untuk toko yang dijalankan seorang diri.
plan-team = Team
plan-team-about = Untuk toko dengan tim kecil.
plan-business = Business
plan-business-about = Untuk beberapa shift, gudang, dan kantor.
plan-enterprise = Enterprise
plan-enterprise-about = Untuk berapa pun orang yang Anda pekerjakan.
unlimited = tanpa batas

status-active = Aktif
status-suspended = Ditangguhkan
status-removed = Dikeluarkan
status-pending = Menunggu jawaban
status-accepted = Diterima
status-expired = Kedaluwarsa
status-withdrawn = Ditarik
status-waiting = Menunggu sinkron

delivery-queued = Email sedang dikirim
delivery-sent = Email terkirim
delivery-undelivered = Email tidak sampai

## The badge that is always there

badge-up-to-date = { $when ->
    [none] Sudah mutakhir
   *[other] Mutakhir, { $when }
}
badge-syncing = Menyinkronkan…
badge-waiting = { $count ->
   *[other] { $count } perubahan menunggu
}
badge-offline = { $count ->
    [0] Offline
   *[other] Offline · { $count } perubahan menunggu
}
badge-needs-attention = { $refused ->
    [0] Perlu perhatian
   *[other] Perlu perhatian · { $refused } ditolak
}

## Refusals: why something is turned down, with the facts and a way out

refusal-unknown = Cloud menolak ini dengan alasan yang belum dikenal versi ini ({ $code }). Memperbarui Keyholder mungkin menjelaskannya.
refusal-unknown-op = Cloud belum mengenal perubahan semacam ini. Perubahan disimpan di sini dan diajukan lagi setelah cloud diperbarui.
refusal-not-a-member = Anda bukan lagi anggota toko ini. Pemiliknya dapat mengundang Anda kembali.
refusal-suspended = Keanggotaan Anda di toko ini sedang ditangguhkan, jadi tidak ada yang bisa diubah atas nama Anda. Pemilik atau Admin dapat memulihkannya.
refusal-area-required = Peran Anda tidak mencakup “{ $area }”. Pemilik atau Admin dapat melakukannya, atau memberi Anda peran lain.
refusal-unknown-permission = Cloud belum mengenal izin “{ $permission }”. Perubahan disimpan di sini sampai cloud mengenalnya.
refusal-unknown-role = Peran ini tidak dikenal. Pilih salah satu yang tersedia; perubahan disimpan di sini sampai saat itu.
refusal-unknown-plan = Paket ini tidak dikenal. Pilih salah satu yang tersedia; perubahan disimpan di sini sampai saat itu.
refusal-invalid-email = Ini bukan alamat email yang bisa dikirimi surat. Periksa bagian sebelum dan sesudah tanda @.
refusal-invalid-name = { $why ->
    [empty] Nama belum diisi. Ketik setidaknya satu huruf.
    [too_long] Nama ini terlalu panjang. Batasnya 60 karakter.
    [control] Nama ini memuat karakter yang tidak terlihat. Ketik langsung, jangan ditempel.
    [bidi] Nama ini memuat tanda yang membalik arah tulisan. Ketik langsung, jangan ditempel.
   *[other] Nama ini tidak bisa dipakai. Coba nama lain, 1 sampai 60 karakter.
}
refusal-depends-on-refused = Perubahan ini bergantung pada perubahan sebelumnya yang ditolak, jadi tidak ada yang bisa diubah. Selesaikan yang sebelumnya dulu, lalu coba lagi.
refusal-unknown-member = Orang ini sudah tidak ada di tim. Tidak ada lagi yang perlu diubah.
refusal-unknown-group = Grup ini sudah tidak ada; seseorang telah menghapusnya. Pilih grup lain.
refusal-unknown-invitation = Undangan ini sudah tidak ada. Kirim yang baru bila masih diperlukan.
refusal-id-in-use = Sudah ada sesuatu dengan id yang sama. Coba lagi: id baru akan dipakai.
refusal-op-id-in-use = Cloud sudah menjawab perubahan lain dengan id ini. Coba lagi: id baru akan dipakai.
refusal-own-access = Tidak seorang pun bisa mengubah aksesnya sendiri. Mintalah kepada Pemilik atau Admin lain.
refusal-owner-protected = Pemilik tidak bisa dikeluarkan, ditangguhkan, dipindah grup, atau diberi peran lain.
refusal-owner-role-reserved = Setiap toko hanya punya satu Pemilik, dan peran itu tidak bisa diserahkan. Pilih peran lain.
refusal-outranked = Peran Anda, { $actor_role }, tidak lebih tinggi daripada { $target_role }. Hanya orang dengan peran lebih tinggi yang bisa melakukannya.
refusal-permission-not-held = Anda hanya bisa memberi atau mencabut izin yang Anda pegang sendiri. Yang tidak Anda pegang: { $permissions }.
refusal-changed-meanwhile = Seseorang sudah mengubahnya: tadinya { $expected } saat Anda melihatnya, kini { $present }. Lihat lagi sebelum memutuskan.
refusal-invitation-not-pending = { $status_code ->
    [accepted] Undangan ini sudah diterima. Ubah anggotanya di Tim.
    [expired] Undangan ini sudah kedaluwarsa. Kirim ulang dulu.
    [withdrawn] Undangan ini sudah ditarik. Kirim yang baru bila masih diperlukan.
   *[other] Undangan ini sudah tidak berlaku. Kirim yang baru bila masih diperlukan.
}
refusal-name-taken = Sudah ada grup dengan nama ini; huruf besar dan kecil dianggap sama. Pilih nama lain.
refusal-already-member = { $status_code ->
    [suspended] Orang ini sudah ada di tim, tetapi ditangguhkan. Pulihkan anggotanya, tidak perlu mengundang lagi.
   *[other] Orang ini sudah ada di tim. Ubah peran atau grupnya di sana.
}
refusal-already-invited = Alamat ini sudah punya undangan yang masih terbuka. Kirim ulang undangan itu, tidak perlu membuat yang kedua.
refusal-group-in-use = { $members ->
    [0] Masih ada { $invitations } undangan yang membawa grup ini. Tentukan dulu ke mana pindahnya, lalu hapus grupnya.
   *[other] { $invitations ->
        [0] Masih ada { $members } orang di grup ini. Tentukan dulu ke mana mereka pindah, lalu hapus grupnya.
       *[other] Masih ada { $members } orang di grup ini, dan { $invitations } dalam undangan. Tentukan dulu ke mana mereka pindah, lalu hapus grupnya.
    }
}
refusal-inviter-lost-authority = Pengirim undangan ini tidak lagi berhak menawarkan peran tersebut. Pemilik atau Admin lain dapat mengirimnya ulang.
refusal-plan-too-small = { $used } kursi terpakai, sedangkan paket ini hanya punya { $limit }. Tangguhkan atau keluarkan orang, atau tarik undangan, sampai cukup.
refusal-over-limit = { $used } kursi terpakai, padahal paket hanya punya { $limit }. Tidak ada yang bisa ditambah sampai tim cukup lagi: tangguhkan atau keluarkan orang, tarik undangan, atau pilih paket yang lebih besar.
refusal-no-free-seat = { $limit ->
    [1] Satu-satunya kursi dalam paket sudah terpakai. Pilih paket yang lebih besar.
   *[other] Semua { $limit } kursi terpakai. Kosongkan satu dengan menarik undangan atau menangguhkan seseorang, atau pilih paket yang lebih besar.
}

## Errors: what broke, and what can be done about it

error-unknown = Ada masalah yang belum punya kata-kata di versi ini: { $message } ({ $code }). Yang Anda ketik tidak hilang.
error-broken = Jendela dan program di baliknya terputus: { $message }. Tutup jendela lalu buka lagi; yang Anda ketik tidak hilang.
error-offline = Cloud tidak terjangkau. Anda bisa terus bekerja: perubahan disimpan di sini dan dikirim begitu sambungan kembali.
error-signed-out = Anda sudah keluar. Masuk lagi untuk melanjutkan; perubahan yang dibuat saat offline masih ada di sini.
error-unauthenticated = Sesi masuk Anda telah berakhir. Masuk lagi untuk melanjutkan; perubahan yang dibuat saat offline masih ada di sini.
error-outdated = Versi Keyholder ini terlalu lama bagi cloud. Perbarui; perubahan yang belum terkirim tetap tersimpan.
error-wire-unsupported = Versi Keyholder ini terlalu lama bagi cloud. Perbarui; perubahan yang belum terkirim tetap tersimpan.
error-removed = Anda bukan lagi anggota toko ini, atau sedang ditangguhkan. Tanyakan kepada Pemiliknya.
error-view-team-required = Peran Anda tidak mencakup “Melihat tim & undangan”, jadi hanya akses Anda sendiri yang ditampilkan.
error-storage = { $why ->
    [full] Disk komputer ini penuh. Kosongkan sebagian lalu coba lagi; yang sudah tersimpan tidak hilang.
    [read_only] Keyholder tidak boleh menulis ke foldernya di komputer ini. Periksa izin folder itu, lalu coba lagi.
    [damaged] Salah satu berkas Keyholder di komputer ini rusak. Berkas itu disisihkan, tidak dihapus, lalu dibaca ulang dari cloud.
    [failed] Disk komputer ini tidak menjawab sebagaimana mestinya. Periksa dulu sebelum melanjutkan.
   *[other] Sebuah berkas di komputer ini sedang tidak bisa dipakai. Coba lagi sebentar lagi.
}
error-not-open = Toko ini belum dibuka di komputer ini. Pilih lagi dari daftar toko.
error-not-found = Ini tidak ada, atau bukan hak Anda untuk melihatnya.
error-malformed = Cloud tidak bisa membaca kiriman versi ini. Perbarui Keyholder; perubahan Anda tetap tersimpan.
error-too-large = Ini lebih banyak daripada yang bisa diterima cloud sekaligus. Kirim sebagian-sebagian.
error-slow-down = Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi.
error-bad-credentials = Alamat atau kata sandi tidak cocok. Periksa keduanya; huruf besar dan kecil pada kata sandi dibedakan.
error-account-exists = Sudah ada akun dengan alamat ini. Masuklah dengan akun itu.
error-weak-password = Kata sandi perlu 12 karakter atau lebih. Kalimat pendek mudah diingat.
error-wrong-account = Undangan ini untuk alamat lain. Masuklah dengan alamat yang diundang.
error-sign-in-required = Alamat ini sudah punya akun. Masuk dulu dengan akun itu.
error-newer-link-sent = Tautan yang lebih baru sudah dikirim. Pakai yang ada di email terakhir.
error-unsent = { $count } perubahan belum terkirim dan akan hilang.
error-not-our-cloud = Yang menjawab di alamat ini bukan cloud Keyholder. Periksa alamatnya; mungkin Anda perlu masuk ke jaringan ini dulu.
error-cloud-failed = Cloud sedang bermasalah. Perubahan Anda disimpan di sini dan dikirim nanti.
error-profile-in-use = Keyholder sudah terbuka dengan profil ini. Pakai jendela itu, atau tutup dulu.
error-keychain = Penyimpan kunci komputer ini tidak menjawab. Buka kuncinya, lalu coba lagi.
error-link-unavailable = Tautan hanya bisa diambil selagi cloud terjangkau.

## Notices: what the program has to say of its own accord

notice-unknown = Ada pesan dari Keyholder yang belum punya kata-kata di versi ini ({ $code }).
notice-cache-set-aside = Sebuah berkas toko ini rusak dan disisihkan sebagai { $file }, lalu toko dibaca ulang dari cloud. Perubahan yang belum terkirim aman.
notice-outbox-salvaged = Berkas perubahan yang belum terkirim rusak. Yang masih terbaca sudah diselamatkan; berkas rusaknya disimpan sebagai { $file }.
notice-closed-removed = Anda bukan lagi anggota { $name }. Datanya sudah dihapus dari komputer ini.
notice-closed-suspended = Keanggotaan Anda di { $name } ditangguhkan. Datanya dihapus dari komputer ini sampai Anda dipulihkan.
notice-unsent-kept = { $count } perubahan untuk { $name } tidak pernah terkirim. Anda bisa menyimpannya sebagai daftar sebelum dibuang.
notice-forked = Profil ini telah disalin ke komputer lain. Komputer ini kini menghitung perubahannya sendiri; tidak ada yang hilang.
notice-restored-from-backup = Cloud dipulihkan dari cadangan. Yang terlupa olehnya sudah dikirim lagi dari komputer ini.
notice-chain-broken = Aktivitas yang ditunjukkan cloud tidak cocok dengan yang dilihat komputer ini sebelumnya: catatan { $seq } berubah atau hilang. Beri tahu Pemilik.
notice-update-needed = Cloud memakai sesuatu yang belum dikenal versi ini. Perbarui Keyholder agar sinkron berlanjut; perubahan Anda tetap tersimpan.
notice-keychain-unavailable = Komputer ini tidak punya penyimpan kunci yang bisa dipakai Keyholder, jadi Anda hanya tetap masuk selama program terbuka.
notice-session-ended = Sesi masuk Anda telah berakhir. Anda bisa terus bekerja offline; masuk lagi untuk sinkron.

## Warnings in a preview

warning-unknown = Ada hal lain yang ikut berubah ({ $code }).
warning-sees-nothing = Tanpa grup, orang ini tidak akan melihat apa pun di omnichannel.
warning-empty-group = Grup ini belum memuat izin, jadi belum membuka apa pun.
warning-new-mail = Email baru akan dikirim, dan tautan lama tidak berlaku lagi.
warning-invitation-restarts = Undangan dimulai ulang: 7 hari sejak cloud menerimanya.
warning-over-limit = Tim tetap lebih besar daripada yang diizinkan paket.
warning-cut-by-role = { $permissions_count } izin tidak berpengaruh bagi peran ini: { $permissions }.

## What happened: activity

actor-you = Anda
actor-system = Keyholder
somebody = seseorang
some-group = sebuah grup

event-unknown = { $actor } melakukan sesuatu yang belum punya kata-kata di versi ini ({ $code }).
event-store-created = { $actor } membuka toko { $store }.
event-store-renamed = { $actor } mengganti nama toko dari { $from } menjadi { $to }.
event-store-offline-lease-set = { $actor } mengatur agar komputer boleh bekerja offline selama { $to } hari.
event-plan-changed = { $actor } mengubah paket dari { $plan_from } menjadi { $plan_to }.
event-plan-forced = Paket diubah dari { $plan_from } menjadi { $plan_to } oleh operator.
event-group-created = { $actor } membuat grup { $group }.
event-group-renamed = { $actor } mengganti nama grup { $from } menjadi { $to }.
event-group-granted = { $actor } memberikan { $permissions } kepada { $group }.
event-group-revoked = { $actor } mencabut { $permissions } dari { $group }.
event-group-deleted = { $members ->
    [0] { $actor } menghapus grup { $group }.
   *[other] { $actor } menghapus grup { $group }; ada { $members } orang di dalamnya.
}
event-member-role-changed = { $actor } mengubah peran { $who } dari { $role_from } menjadi { $role_to }.
event-member-added-to-group = { $actor } memasukkan { $who } ke { $group }.
event-member-removed-from-group = { $actor } mengeluarkan { $who } dari { $group }.
event-member-suspended = { $actor } menangguhkan { $who }.
event-member-restored = { $actor } memulihkan { $who }.
event-member-removed = { $actor } mengeluarkan { $who } dari tim.
event-invitation-sent = { $actor } mengundang { $email } sebagai { $role }.
event-invitation-resent = { $actor } mengirim ulang undangan kepada { $email }.
event-invitation-withdrawn = { $actor } menarik undangan kepada { $email }.
event-invitation-role-changed = { $actor } mengubah undangan kepada { $email } dari { $role_from } menjadi { $role_to }.
event-invitation-added-to-group = { $actor } menambahkan { $group } pada undangan kepada { $email }.
event-invitation-removed-from-group = { $actor } melepas { $group } dari undangan kepada { $email }.
event-invitation-accepted = { $who } menerima undangan dan bergabung sebagai { $role }.
event-invitation-delivery-noted = { $delivery_code ->
    [undelivered] Email kepada { $email } tidak sampai.
   *[other] Email kepada { $email } terkirim.
}

## What is asked: waiting and refused

op-unknown = Perubahan yang belum punya kata-kata di versi ini ({ $code })
op-group-create = Buat grup { $group }
op-group-rename = Ganti nama grup { $from } menjadi { $to }
op-group-delete = Hapus grup { $group }
op-group-grant = Berikan { $permissions } kepada { $group }
op-group-revoke = Cabut { $permissions } dari { $group }
op-member-change-role = Ubah peran { $who } dari { $role_from } menjadi { $role_to }
op-member-add-to-group = Masukkan { $who } ke { $group }
op-member-remove-from-group = Keluarkan { $who } dari { $group }
op-member-suspend = Tangguhkan { $who }
op-member-restore = Pulihkan { $who }
op-member-remove = Keluarkan { $who } dari tim
op-invitation-send = Undang { $email } sebagai { $role }
op-invitation-resend = Kirim ulang undangan kepada { $email }
op-invitation-withdraw = Tarik undangan kepada { $email }
op-invitation-change-role = Ubah undangan kepada { $email } dari { $role_from } menjadi { $role_to }
op-invitation-add-to-group = Tambahkan { $group } pada undangan kepada { $email }
op-invitation-remove-from-group = Lepas { $group } dari undangan kepada { $email }
op-store-rename = Ganti nama toko { $from } menjadi { $to }
op-plan-change = Ubah paket dari { $plan_from } menjadi { $plan_to }
op-store-set-offline-lease = Izinkan komputer bekerja offline selama { $to } hari

